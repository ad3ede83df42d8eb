package dev.gatehouse.config.secrets;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The published test suite of Signature Version 4 (aws-sig-v4-test-suite), as far as it is about requests to {@code /}. */
class AwsSignatureTest {
    private static final Instant TIME = Instant.parse("2015-08-30T12:36:00Z");
    private static final String SCOPE =
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, ";

    @Test
    void getVanilla() {
        assertThat(signed("GET", Map.of(), ""))
                .isEqualTo(SCOPE + "SignedHeaders=host;x-amz-date, "
                        + "Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31");
    }

    @Test
    void postVanilla() {
        assertThat(signed("POST", Map.of(), ""))
                .isEqualTo(SCOPE + "SignedHeaders=host;x-amz-date, "
                        + "Signature=5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b");
    }

    @Test
    void postXWwwFormUrlencoded() {
        assertThat(signed("POST", Map.of("Content-Type", "application/x-www-form-urlencoded"), "Param1=value1"))
                .isEqualTo(SCOPE + "SignedHeaders=content-type;host;x-amz-date, "
                        + "Signature=ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a");
    }

    @Test
    void getHeaderValueTrim() {
        assertThat(signed("GET", Map.of("My-Header1", " value1", "My-Header2", " \"a   b   c\""), ""))
                .isEqualTo(SCOPE + "SignedHeaders=host;my-header1;my-header2;x-amz-date, "
                        + "Signature=acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736");
    }

    private static String signed(String method, Map<String, String> headers, String body) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("Host", "example.amazonaws.com");
        AwsSignature.Credentials credentials =
                new AwsSignature.Credentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", null);
        return new AwsSignature(credentials, "us-east-1", "service")
                .sign(method, all, body, TIME)
                .get("authorization");
    }
}
