package dev.gatehouse.kernel;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What is sealed comes back to the holder of the key, whole or not at all. */
class SecretBoxTest {
    private static final MasterKey KEY = MasterKey.parse(MasterKey.generate());

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Property(tries = 200)
    void whatWasSealedOpens(@ForAll byte[] plain, @ForAll byte[] context) throws GeneralSecurityException {
        SecretBox box = KEY.boxFor("test");
        byte[] sealed = box.seal(plain, context);
        assertThat(box.open(sealed, context)).isEqualTo(plain);
        assertThat(box.seal(plain, context)).isNotEqualTo(sealed);
    }

    @Test
    void anotherKeyPurposeOrContextOpensNothing() {
        byte[] sealed = KEY.boxFor("test").seal(bytes("secret"), bytes("context"));
        for (SecretBox other : new SecretBox[] {
            KEY.boxFor("tests"), MasterKey.parse(MasterKey.generate()).boxFor("test")
        }) {
            assertThatThrownBy(() -> other.open(sealed, bytes("context"))).isInstanceOf(GeneralSecurityException.class);
        }
        assertThatThrownBy(() -> KEY.boxFor("test").open(sealed, bytes("other")))
                .isInstanceOf(GeneralSecurityException.class);
    }

    @Test
    void aChangedByteIsNoticed() {
        SecretBox box = KEY.boxFor("test");
        byte[] sealed = box.seal(bytes("secret"), bytes("context"));
        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            assertThatThrownBy(() -> box.open(changed, bytes("context"))).isInstanceOf(GeneralSecurityException.class);
        }
        assertThatThrownBy(() -> box.open(new byte[11], bytes("context"))).isInstanceOf(GeneralSecurityException.class);
        assertThatThrownBy(() -> box.open(new byte[12], bytes("context"))).isInstanceOf(GeneralSecurityException.class);
    }
}
