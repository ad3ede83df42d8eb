/** Answers that many clients repeat: told to be unchanged, or taken from a cache that replicas share. */
package dev.gatehouse.caching;
