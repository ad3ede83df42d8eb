package dev.gatehouse.users;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Which hashes from elsewhere are let in, and which open the door. */
class HashFormatTest {
    private static final String SALT_AND_OUTPUT = "$FEoDiqIBzEmRfiTRXG11hw$roJsbZeDB6ZNPraFpRZ3tJHUDMPOLaCCgoLc7IH6NVI";
    private static final Argon2 ARGON2 = new Argon2(256, 1, 1);
    private static final String BCRYPT_REST = "$abcdefghijklmnopqrstuubzadhGtS2zEF.gu0yd0opP6cVzb.e0i";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$argon2id$v=19$m=65536,t=3,p=4", // passlib
                "$argon2id$v=19$m=102400,t=2,p=8", // older ones
                "$argon2i$v=19$m=512,t=2,p=2",
                "$argon2d$v=16$m=8,t=1,p=1",
                "$argon2id$m=131072,t=4,p=16",
            })
    void argon2OfReasonableCostIsLetIn(String parameters) {
        assertThat(HashFormat.objectionTo(parameters + SALT_AND_OUTPUT)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"$2a$04", "$2b$12", "$2y$13"})
    void bcryptOfReasonableCostIsLetIn(String start) {
        assertThat(HashFormat.objectionTo(start + BCRYPT_REST)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$argon2id$v=19$m=131073,t=1,p=1",
                "$argon2id$v=19$m=999999999,t=1,p=1",
                "$argon2id$v=19$m=65536,t=9,p=4",
                "$argon2id$v=19$m=512,t=999999999,p=1",
                "$argon2id$v=19$m=512,t=2,p=17",
            })
    void argon2ThatWouldCostSecondsOrGigabytesIsNot(String parameters) {
        assertThat(HashFormat.objectionTo(parameters + SALT_AND_OUTPUT)).contains(HashFormat.Objection.COSTLY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"$2b$14", "$2b$31"})
    void bcryptThatWouldCostSecondsIsNot(String start) {
        assertThat(HashFormat.objectionTo(start + BCRYPT_REST)).contains(HashFormat.Objection.COSTLY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "password",
                "5f4dcc3b5aa765d61d8327deb882cf99",
                "$2b$03$abcdefghijklmnopqrstuubzadhGtS2zEF.gu0yd0opP6cVzb.e0i",
                "$2x$12$abcdefghijklmnopqrstuubzadhGtS2zEF.gu0yd0opP6cVzb.e0i",
                "$2b$12$abcdefghijklmnopqrstuv",
                "$2b$32$abcdefghijklmnopqrstuubzadhGtS2zEF.gu0yd0opP6cVzb.e0i",
                "$argon2id$v=19$m=7,t=1,p=1$FEoDiqIBzEmRfiTRXG11hw$roJsbZeDB6ZNPraFpRZ3tJHUDMPOLaCCgoLc7IH6NVI",
                "$argon2id$v=19$m=256,t=0,p=1$FEoDiqIBzEmRfiTRXG11hw$roJsbZeDB6ZNPraFpRZ3tJHUDMPOLaCCgoLc7IH6NVI",
                "$argon2id$v=18$m=256,t=1,p=1$FEoDiqIBzEmRfiTRXG11hw$roJsbZeDB6ZNPraFpRZ3tJHUDMPOLaCCgoLc7IH6NVI",
                "$argon2id$v=19$m=256,t=1,p=1,keyid=AAAA$FEoDiqIBzEmRfiTRXG11hw$roJsbZeDB6ZNPraFpRZ3tA",
                "$argon2id$v=19$m=256,t=1,p=1$AAAA$roJsbZeDB6ZNPraFpRZ3tJHUDMPOLaCCgoLc7IH6NVI",
                "$argon2id$v=19$m=256,t=1,p=1$FEoDiqIBzEmRfiTRXG11hw$AAAA",
                "$argon2id$v=19$m=256,t=1,p=1$FEoDiqIBzEmRfiTRXG11hx$roJsbZeDB6ZNPraFpRZ3tJHUDMPOLaCCgoLc7IH6NVI",
                "$argon2id$v=19$m=256,t=1,p=1$FEoDiqIBzEmRfiTRXG11hw$roJsbZeDB6ZNPraFpRZ3tJHUDMPOLaCCgoLc7IH6NVI\n",
                "argon2$argon2id$v=19$m=256,t=1,p=1$FEoDiqIBzEmRfiTRXG11hw$roJsbZeDB6ZNPraFpRZ3tJHUDMPOLaCCgoLc7IH6NVI",
            })
    void whatNobodyCanCheckIsUnknown(String hash) {
        assertThat(HashFormat.isReadable(hash)).isFalse();
        assertThat(HashFormat.objectionTo(hash)).contains(HashFormat.Objection.UNKNOWN);
    }

    /** All by crypt(3), whose passwords end at the 72nd byte. */
    @ParameterizedTest
    @CsvSource({
        "x, 100, $2b$04$abcdefghijklmnopqrstuubzadhGtS2zEF.gu0yd0opP6cVzb.e0i",
        "x, 72, $2b$04$abcdefghijklmnopqrstuubzadhGtS2zEF.gu0yd0opP6cVzb.e0i",
        "x, 1, $2b$04$abcdefghijklmnopqrstuuPp7HPfoAs8I2dCQCQ/fW7zEJv8I8C8e",
    })
    void bcryptMeansWhatItMeansEverywhere(String letter, int times, String hash) {
        assertThat(HashFormat.matches(hash, bytes(letter.repeat(times)), ARGON2))
                .isTrue();
        assertThat(HashFormat.matches(hash, bytes(letter.repeat(Math.min(times, 72) - 1)), ARGON2))
                .isFalse();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
