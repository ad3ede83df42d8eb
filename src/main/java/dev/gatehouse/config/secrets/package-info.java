/** Secrets from where an organisation keeps them; a jar on the class path may add another place. */
package dev.gatehouse.config.secrets;
