package dev.gatehouse.sessions;

import dev.gatehouse.kernel.MasterKey;
import dev.gatehouse.users.EmailAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Tells refused sign-ins of one address from those of another without writing the address down: whoever reads the
 * record cannot try addresses against it, because the hint is keyed.
 */
final class AddressHint {
    private static final int BYTES = 8;

    private final MasterKey masterKey;

    AddressHint(MasterKey masterKey) {
        this.masterKey = masterKey;
    }

    String of(String email) {
        String address = EmailAddress.canonical(email).orElse(email);
        byte[] mac = masterKey.sign("address-hint", address.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(Arrays.copyOf(mac, BYTES));
    }
}
