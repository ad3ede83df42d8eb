/** What callers read about the service: the description of its interface, two ways to look at it, and every error explained. */
package dev.gatehouse.docs;
