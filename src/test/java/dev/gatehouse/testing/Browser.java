package dev.gatehouse.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * A Chromium without a window, at one service. It waits for whatever it is asked to find, and keeps what its console
 * holds against the pages. Where none is installed the test is skipped, unless the environment says {@code BROWSER=required}.
 */
public final class Browser implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String MISSING =
            "There is no chromedriver on the PATH; Debian has it as chromium-driver, other systems with Chrome.";

    private final URI site;
    private final Path folder;
    private final ChromeDriver driver;

    private Browser(URI site, Path executable) {
        this.site = site;
        this.folder = freshFolder();
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(executable.toFile())
                .withEnvironment(Map.of("TMPDIR", folder.toString()))
                .build();
        this.driver = new ChromeDriver(service, options(folder.resolve("profile")));
        driver.manage().timeouts().implicitlyWait(PATIENCE);
    }

    /** @param port where the service listens, on the loopback interface */
    public static Browser at(int port) {
        Optional<Path> executable = executable();
        if ("required".equals(System.getenv("BROWSER"))) {
            assertThat(executable).as(MISSING).isPresent();
        }
        assumeTrue(executable.isPresent(), MISSING);
        return new Browser(URI.create("http://127.0.0.1:" + port), executable.orElseThrow());
    }

    /** As narrow as they come. */
    public Browser asPhone() {
        Map<String, Object> screen = Map.of("width", 360, "height", 800, "deviceScaleFactor", 2, "mobile", true);
        driver.executeCdpCommand("Emulation.setDeviceMetricsOverride", screen);
        return this;
    }

    public Browser open(String path) {
        driver.get(site.resolve(path).toString());
        return this;
    }

    /** As somebody who has answered the question that HTTP Basic makes the browser ask. */
    public Browser openAs(String name, String password, String path) {
        driver.get("http://" + name.replace("@", "%40") + ":" + password + "@" + site.getAuthority() + path);
        return open(path);
    }

    public WebElement find(String css) {
        return driver.findElement(By.cssSelector(css));
    }

    /** The element that these words stand in. */
    public WebElement find(String css, String words) {
        JarProcess.await("\"" + words + "\"", () -> find(css).getText().contains(words));
        return find(css);
    }

    /** How many there are, once there are so many, or after a while. */
    public int count(String css, int expected) {
        try {
            JarProcess.await(expected + " of " + css, () -> all(css).size() == expected);
        } catch (IllegalStateException e) {
            return all(css).size();
        }
        return expected;
    }

    public void click(String css) {
        WebElement element = find(css);
        run("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", element);
        element.click();
    }

    /** @param text a line break is the Enter key */
    public void type(String css, String text) {
        find(css).sendKeys(text);
    }

    public Object run(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    /** By how many pixels the page is wider than the window. */
    public long overhang() {
        return ((Number) run("return document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .longValue();
    }

    /** What the console has said since the last call: errors, broken policies, requests that failed or were refused. */
    public List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(entry -> entry.getLevel() + " " + entry.getMessage())
                .toList();
    }

    @Override
    public void close() {
        driver.quit();
        try (Stream<Path> tree = Files.walk(folder)) {
            tree.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<WebElement> all(String css) {
        return driver.findElements(By.cssSelector(css));
    }

    private static ChromeOptions options(Path profile) {
        LoggingPreferences complaints = new LoggingPreferences();
        complaints.enable(LogType.BROWSER, Level.WARNING);
        ChromeOptions options = new ChromeOptions();
        options.setCapability(ChromeOptions.LOGGING_PREFS, complaints);
        // Root has no sandbox, and the pages are our own. Nothing is asked of anybody else.
        return options.addArguments(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--window-size=1280,900",
                "--user-data-dir=" + profile);
    }

    /** On the PATH, or where GitHub's machines have it. */
    private static Optional<Path> executable() {
        return Stream.of("PATH", "CHROMEWEBDRIVER")
                .map(System::getenv)
                .filter(Objects::nonNull)
                .flatMap(folders -> Stream.of(folders.split(File.pathSeparator)))
                .map(folder -> Path.of(folder, "chromedriver"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Path freshFolder() {
        try {
            return Files.createTempDirectory("browser-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
