package dev.gatehouse.docs;

import dev.gatehouse.testing.Browser;
import dev.gatehouse.testing.JarProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The pages that people open, in a browser that people use: nothing on them is broken, and what they offer works. */
class DocsPageIT {
    private static final String ADMIN = "admin@example.com";
    private static final String PASSWORD = "Admin123!";
    private static final String OWN_ACCOUNT = ".opblock-get:has([data-path='/api/v1/users/me']) ";
    private static final List<String> SMALL_PAGES =
            List.of("/problems", "/problems/validation_failed", "/set-password", "/verify-email", "/undo-email-change");

    private static JarProcess jar;
    private static Browser browser;

    @BeforeAll
    static void start() {
        jar = new JarProcess();
        browser = Browser.at(jar.port());
        jar.start();
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
        jar.close();
    }

    @Test
    void aNewcomerSignsInOnThePageAndMakesHisFirstCall() {
        browser.open("/");
        assertThat(browser.count(".opblock", operations())).isEqualTo(operations());
        makesHisFirstCall(browser);
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void behindAPasswordThePageWorksTheSame() {
        try (JarProcess closed =
                        new JarProcess().with("docs.access", "authenticated").start();
                Browser visitor = Browser.at(closed.port())) {
            visitor.openAs(ADMIN, PASSWORD, "/docs");
            makesHisFirstCall(visitor);
            assertThat(visitor.complaints()).isEmpty();
        }
    }

    @Test
    void theReferenceTellsOfEveryOperation() {
        browser.open("/redoc");
        assertThat(browser.count("[data-section-id*='/operation/']", operations()))
                .isEqualTo(operations());
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void aLinkToSetAPasswordSetsIt() {
        jar.api().post("/api/v1/password/request-reset", Map.of("email", "user@example.com"));
        browser.open(linkSentTo("user@example.com"));
        browser.type("#password", "nobody has seen this one");
        // Enter twice, as people do: the second must not find the link used up.
        browser.type("#again", "nobody has seen this one\n\n");
        browser.find("[role=status]", "Your password is set");
        assertThat(browser.complaints()).isEmpty();
        Map<String, String> credentials = Map.of("email", "user@example.com", "password", "nobody has seen this one");
        assertThat(jar.api().post("/api/v1/auth/login", credentials).status()).isEqualTo(200);
    }

    @Test
    void aLinkToVerifyAnAddressVerifiesIt() {
        jar.api()
                .post(
                        "/api/v1/users/register",
                        Map.of(
                                "email", "pat@example.com",
                                "first_name", "Pat",
                                "last_name", "Newcomer",
                                "password", "nobody has seen this one"));
        browser.open(linkSentTo("pat@example.com"));
        browser.click("button");
        browser.find("[role=status]", "the address is verified");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void noPageIsBrokenOrWiderThanAPhone() {
        try (Browser phone = Browser.at(jar.port()).asPhone()) {
            for (String page : SMALL_PAGES) {
                assertThat(phone.open(page).find("h1").getText()).as(page).isNotBlank();
                assertThat(phone.overhang()).as(page).isZero();
            }
            phone.open("/redoc").find("[data-section-id]");
            assertThat(phone.overhang()).isZero();
            phone.open("/docs").find(".opblock");
            makesHisFirstCall(phone);
            assertThat(phone.overhang()).isZero();
            assertThat(phone.complaints()).isEmpty();
        }
    }

    /** Otherwise all of the above would mean nothing. */
    @Test
    void whatBreaksOnAPageIsHeard() {
        browser.open("/docs").find(".opblock");
        browser.run("const script = document.createElement('script'); script.text = '1'; document.body.append(script)");
        browser.run("return fetch('/problems/nobody_knows').then(answer => answer.status)");
        browser.run("setTimeout(() => { throw new Error('broken') })");
        List<String> heard = new ArrayList<>();
        JarProcess.await("complaint about each", () -> {
            heard.addAll(browser.complaints());
            return Stream.of("Content Security Policy", "404", "broken")
                    .allMatch(word -> heard.stream().anyMatch(each -> each.contains(word)));
        });
    }

    private static void makesHisFirstCall(Browser browser) {
        browser.click(".btn.authorize");
        browser.type("#oauth_username", ADMIN);
        browser.type("#oauth_password", PASSWORD + "\n");
        browser.find("[aria-label='Remove authorization']");
        browser.click(".modal-ux .btn-done");
        browser.click(OWN_ACCOUNT + ".opblock-summary-control");
        browser.click(OWN_ACCOUNT + ".try-out__btn");
        browser.click(OWN_ACCOUNT + ".execute");
        String answer = OWN_ACCOUNT + ".live-responses-table .response ";
        assertThat(browser.find(answer + ".response-col_status").getText()).isEqualTo("200");
        assertThat(browser.find(answer + ".highlight-code").getText()).contains("\"email\": \"" + ADMIN + '"');
    }

    private static int operations() {
        return jar.api().get("/openapi.json").json().findValues("operationId").size();
    }

    private static String linkSentTo(String address) {
        AtomicReference<String> link = new AtomicReference<>();
        Pattern pattern = Pattern.compile("http://localhost:\\d+(/[a-z-]+#token=\\S+)");
        JarProcess.await("letter to " + address, () -> {
            letterTo(address).map(pattern::matcher).filter(Matcher::find).ifPresent(found -> link.set(found.group(1)));
            return link.get() != null;
        });
        return link.get();
    }

    private static Optional<String> letterTo(String address) {
        Path folder = jar.folder().resolve("mail");
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (Stream<Path> letters = Files.list(folder)) {
            return letters.filter(letter -> letter.toString().endsWith(".eml"))
                    .map(DocsPageIT::read)
                    .filter(letter -> letter.contains("To: " + address))
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
