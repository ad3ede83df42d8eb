/** Copies of the whole database: made while the service runs, proved by restoring them, kept for as long as wanted. */
package dev.gatehouse.backup;
