package dev.gatehouse.ops;

import dev.gatehouse.testing.Api;
import dev.gatehouse.testing.Gatehouse;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.JarProcess;
import dev.gatehouse.testing.TestDatabase;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/** Starting again, also elsewhere on the globe, takes nothing away and brings nothing back. */
@ExtendWith(GatehouseExtension.class)
class SecondStartTest {
    private static final Map<String, String> SAMPLES =
            Map.of("sampleData", "true", "sessions.noteSignInsEvery", "50ms");
    private static final Map<String, String> ADMIN = Map.of("email", "admin@example.com", "password", "Admin123!");
    private static final Map<String, String> NEW_PASSWORD =
            Map.of("current_password", "Admin123!", "new_password", "an entirely different phrase");

    @Test
    @Tag("defect-51")
    @Tag("defect-52")
    void whatWasChangedStaysChanged(TestDatabase shared) {
        TimeZone home = TimeZone.getDefault();
        try (TestDatabase database = shared.empty()) {
            String users;
            String refreshToken;
            try (Gatehouse first = Gatehouse.start(database, SAMPLES)) {
                var session = first.api().post("/api/v1/auth/login", ADMIN).hasStatus(200);
                refreshToken = session.string("refresh_token");
                Api admin = first.api().withToken(session.string("access_token"));
                admin.post("/api/v1/password/change-password", NEW_PASSWORD).hasStatus(200);
                long manager = admin.get("/api/v1/users?q=manager@example.com")
                        .json()
                        .at("/0/id")
                        .asLong();
                admin.patch("/api/v1/users/" + manager, Map.of("is_active", false, "role_names", List.of()))
                        .hasStatus(200);
                JarProcess.await("the sign-in at the account", () -> !admin.get("/api/v1/users/me")
                        .json()
                        .path("last_login_at")
                        .isNull());
                users = admin.get("/api/v1/users").hasStatus(200).text();
            }
            TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));
            try (Gatehouse second = Gatehouse.start(database, SAMPLES)) {
                second.api().post("/api/v1/auth/login", ADMIN).isProblem(401, "invalid_credentials");
                var session = second.api()
                        .post("/api/v1/auth/refresh", Map.of("refresh_token", refreshToken))
                        .hasStatus(200);
                Api admin = second.api().withToken(session.string("access_token"));
                assertThat(admin.get("/api/v1/users").hasStatus(200).text()).isEqualTo(users);
                // Fourteen hours ahead of Greenwich, a local time would have expired them or made them valid too long.
                assertThat(session.number("refresh_expires_in")).isBetween(604_000L, 604_800L);
                assertThat(admin.get("/api/v1/auth/sessions").json()).hasSize(1);
            }
        } finally {
            TimeZone.setDefault(home);
        }
    }
}
