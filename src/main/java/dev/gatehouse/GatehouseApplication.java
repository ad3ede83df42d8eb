package dev.gatehouse;

/** Entry point. */
public final class GatehouseApplication {
    private GatehouseApplication() {}

    public static void main(String[] args) {
        System.out.println("gatehouse");
    }
}
