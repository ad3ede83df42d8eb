package dev.gatehouse.http;

/** Is told of every request to the application port once it has been answered. Must be quick and never throws. */
@FunctionalInterface
public interface RequestObserver {
    void answered(Exchange exchange);
}
