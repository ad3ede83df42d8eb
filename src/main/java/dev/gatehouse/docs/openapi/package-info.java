/** Describes the HTTP interface (OpenAPI 3.1) by looking at the code that answers it. */
package dev.gatehouse.docs.openapi;
