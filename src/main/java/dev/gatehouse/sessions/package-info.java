/** Sign-in, access and refresh tokens, signing keys, and whether a session is still alive. */
package dev.gatehouse.sessions;
