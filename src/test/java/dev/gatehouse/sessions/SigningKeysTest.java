package dev.gatehouse.sessions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.Api;
import dev.gatehouse.testing.Gatehouse;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.Given;
import dev.gatehouse.testing.TestDatabase;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/** How others check our tokens, checked as they would: with nothing but the published keys and the JDK. */
@ExtendWith({GatehouseExtension.class, Replicas.Extension.class})
@Tag("defect-37")
class SigningKeysTest {
    private static final String JWKS = "/.well-known/jwks.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private static JsonNode part(String token, int index) throws Exception {
        return JSON.readTree(Base64.getUrlDecoder().decode(token.split("\\.", -1)[index]));
    }

    private static List<String> kids(Api api) {
        return StreamSupport.stream(
                        api.get(JWKS).hasStatus(200).json().path("keys").spliterator(), false)
                .map(key -> key.path("kid").asText())
                .toList();
    }

    private static PublicKey publicKey(JsonNode jwk) throws Exception {
        AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
        curve.init(new ECGenParameterSpec("secp256r1"));
        ECPoint point = new ECPoint(coordinate(jwk, "x"), coordinate(jwk, "y"));
        return KeyFactory.getInstance("EC")
                .generatePublic(new ECPublicKeySpec(point, curve.getParameterSpec(ECParameterSpec.class)));
    }

    private static BigInteger coordinate(JsonNode jwk, String name) {
        return new BigInteger(1, Base64.getUrlDecoder().decode(jwk.path(name).asText()));
    }

    private static boolean verifies(String token, Api api) throws Exception {
        String kid = part(token, 0).path("kid").asText();
        for (JsonNode jwk : api.get(JWKS).json().path("keys")) {
            if (jwk.path("kid").asText().equals(kid)) {
                Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
                signature.initVerify(publicKey(jwk));
                signature.update(token.substring(0, token.lastIndexOf('.')).getBytes(StandardCharsets.US_ASCII));
                return signature.verify(Base64.getUrlDecoder().decode(token.split("\\.", -1)[2]));
            }
        }
        return false;
    }

    @Test
    void aTokenVerifiesAgainstThePublishedKeys(Api api, Given given) throws Exception {
        Given.Person ann = given.user().signedIn();

        assertThat(verifies(ann.accessToken(), api)).isTrue();
        assertThat(verifies(given.user().signedIn().accessToken(), api)).isTrue();
    }

    @Test
    void aTokenSaysWhatRfc9068AsksAndNothingPersonal(Given given) throws Exception {
        Given.Person ann = given.user("ann@example.com").signedIn();

        JsonNode header = part(ann.accessToken(), 0);
        assertThat(header.fieldNames()).toIterable().containsExactlyInAnyOrder("alg", "kid", "typ");
        assertThat(header.path("alg").asText()).isEqualTo("ES256");
        assertThat(header.path("typ").asText()).isEqualTo("at+jwt");
        JsonNode claims = part(ann.accessToken(), 1);
        assertThat(claims.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("iss", "aud", "sub", "iat", "exp", "jti", "sid");
        assertThat(claims.path("iss").asText()).isEqualTo("https://gatehouse.example");
        assertThat(claims.path("sub").asText()).isEqualTo(Long.toString(ann.id()));
        assertThat(claims.path("exp").asLong() - claims.path("iat").asLong()).isEqualTo(900);
    }

    @Test
    void onlyPublicPartsArePublishedAndMayBeCached(Api api, TestDatabase database) {
        Answer answer = api.get(JWKS).hasStatus(200);

        assertThat(answer.header("Cache-Control")).isEqualTo("public, max-age=600");
        assertThat(answer.header("Content-Type")).startsWith("application/json");
        for (JsonNode key : answer.json().path("keys")) {
            assertThat(key.fieldNames())
                    .toIterable()
                    .containsExactlyInAnyOrder("kty", "crv", "x", "y", "kid", "alg", "use");
        }
        assertThat(new Evidence(database).text("SELECT string_agg(public_jwk, ' ') FROM signing_keys"))
                .doesNotContain("\"d\"");
    }

    @Test
    void theMetadataNamesWhereEverythingIs(Api api) {
        Answer answer = api.get("/.well-known/oauth-authorization-server").hasStatus(200);

        assertThat(answer.header("Cache-Control")).isEqualTo("public, max-age=600");
        assertThat(answer.string("issuer")).isEqualTo("https://gatehouse.example");
        assertThat(answer.string("jwks_uri")).isEqualTo("https://gatehouse.example/.well-known/jwks.json");
        assertThat(answer.string("introspection_endpoint"))
                .isEqualTo("https://gatehouse.example/api/v1/oauth2/introspect");
        assertThat(answer.string("revocation_endpoint")).isEqualTo("https://gatehouse.example/api/v1/oauth2/revoke");
    }

    @Test
    void aNewKeyIsPublishedBeforeItSigns(Gatehouse gatehouse, Api api, Given given, TestDatabase database)
            throws Exception {
        Given.Person before = given.user().signedIn();
        List<String> known = kids(api);

        gatehouse.admin().post("/tasks/rotate-signing-keys", null).hasStatus(200);

        List<String> now = kids(api);
        assertThat(now).hasSize(known.size() + 1).containsAll(known);
        Given.Person after = given.user().signedIn();
        assertThat(part(after.accessToken(), 0).path("kid"))
                .isEqualTo(part(before.accessToken(), 0).path("kid"));
        assertThat(new Evidence(database).count("SELECT count(*) FROM audit_logs WHERE action = 'signing_key.rotated'"))
                .isEqualTo(1);
        before.api().get("/api/v1/users/me").hasStatus(200);
    }

    @Test
    void afterALeakANewKeySignsAtOnceAndOldTokensStayValid(
            Gatehouse gatehouse, Api api, Given given, Replicas replicas, TestDatabase database) throws Exception {
        Gatehouse second = replicas.second(database);
        Given.Person before = given.user().signedIn();

        gatehouse.admin().post("/tasks/rotate-signing-keys?now=true", null).hasStatus(200);

        Given.Person after = given.user().signedIn();
        String oldKid = part(before.accessToken(), 0).path("kid").asText();
        String newKid = part(after.accessToken(), 0).path("kid").asText();
        assertThat(newKid).isNotEqualTo(oldKid);
        assertThat(kids(api)).contains(oldKid, newKid);
        assertThat(verifies(before.accessToken(), api)).isTrue();
        assertThat(verifies(after.accessToken(), api)).isTrue();
        before.api().get("/api/v1/users/me").hasStatus(200);
        // The other replica knows the new key at once: whoever meets an unknown one asks the database.
        second.api().withToken(after.accessToken()).get("/api/v1/users/me").hasStatus(200);
        second.api().withToken(before.accessToken()).get("/api/v1/users/me").hasStatus(200);
    }

    @Test
    void aKeyIsForgottenOnceNoTokenOfItCanBeAbout(Gatehouse gatehouse, Api api, Given given, TestDatabase database)
            throws Exception {
        Evidence evidence = new Evidence(database);
        Given.Person before = given.user().signedIn();
        String oldKid = part(before.accessToken(), 0).path("kid").asText();
        gatehouse.admin().post("/tasks/rotate-signing-keys?now=true", null).hasStatus(200);
        String newKid =
                part(given.user().signedIn().accessToken(), 0).path("kid").asText();

        evidence.change("UPDATE signing_keys SET signs_from = now() - interval '17 minutes' WHERE kid = ?", newKid);
        evidence.change("UPDATE signing_keys SET signs_from = now() - interval '1 day' WHERE kid = ?", oldKid);
        evidence.text("SELECT pg_notify('gatehouse', 'signing_keys:ring')::text");

        assertThat(Eventually.within(2_000, () -> !kids(api).contains(oldKid))).isTrue();
        assertThat(kids(api)).contains(newKid);
    }

    @Test
    void privateKeysAreSealed(TestDatabase database) {
        assertThat(
                        new Evidence(database)
                                .count(
                                        "SELECT count(*) FROM signing_keys WHERE position('\"d\"'::bytea IN sealed_private) > 0"))
                .isZero();
    }

    @Test
    void whoCannotReachTheAdminPortRotatesNothing(Api api) {
        api.post("/tasks/rotate-signing-keys", Map.of()).isProblem(404, "not_found");
    }
}
