package dev.gatehouse.ops;

import com.codahale.metrics.MetricRegistry;
import dev.gatehouse.Documents;
import dev.gatehouse.GatehouseConfiguration;
import dev.gatehouse.audit.AuditModule;
import dev.gatehouse.audit.Verification;
import dev.gatehouse.backup.RecordBackup;
import dev.gatehouse.backup.RestoreBackup;
import dev.gatehouse.backup.VerifyBackup;
import dev.gatehouse.config.MasterKeyFile;
import dev.gatehouse.db.DatabaseModule;
import dev.gatehouse.http.Json;
import dev.gatehouse.kernel.Secret;
import io.dropwizard.core.setup.Bootstrap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/** {@code restore FILE}: a backup into an empty database; with {@code --verify} into one beside it that is dropped again. */
public final class RestoreCommand extends DatabaseCommand {
    public RestoreCommand() {
        super("restore", "Restores a backup into an empty database, or proves that this would work");
    }

    @Override
    public void configure(Subparser subparser) {
        subparser.addArgument("backup").help("the file that `backup` has written");
        subparser
                .addArgument("--verify")
                .action(Arguments.storeTrue())
                .help("restore into a scratch database on the same server, compare, check the audit chain, drop it");
        subparser.addArgument("--identity-file").help("a file with the age identity (AGE-SECRET-KEY-1…) that opens it");
        super.configure(subparser);
    }

    @Override
    void run(
            Bootstrap<GatehouseConfiguration> bootstrap,
            Namespace arguments,
            GatehouseConfiguration config,
            DatabaseModule database) {
        Path file = Path.of(arguments.getString("backup"));
        String identityFile = arguments.getString("identity_file");
        Secret identity = identityFile == null ? null : identity(Path.of(identityFile));
        if (arguments.getBoolean("verify")) {
            verify(config, database, file, identity);
        } else {
            restore(config, database, file, identity);
        }
    }

    @SuppressWarnings("SystemOut") // this is the command's answer
    private static void restore(GatehouseConfiguration config, DatabaseModule database, Path file, Secret identity) {
        RestoreBackup.Restored restored =
                new RestoreBackup(Json.mapper(), Documents.folders(config)).into(database, file, identity);
        AuditModule audit = auditOf(config, database);
        audit.prepare();
        new RecordBackup(database.database(), audit.trail()).restored(restored);
        System.out.println("Restored " + told(restored));
        restored.folders().forEach(folder -> System.out.println(folder.told()));
    }

    @SuppressWarnings("SystemOut") // this is the command's answer
    private static void verify(GatehouseConfiguration config, DatabaseModule database, Path file, Secret identity) {
        VerifyBackup.Verdict verdict = new VerifyBackup(Json.mapper(), scratch -> chain(config, scratch))
                .beside(database, config.database().pool(), file, identity);
        System.out.println("backup: " + told(verdict.restored()));
        System.out.println("tables: " + (verdict.differing().isEmpty() ? "equal" : "DIFFER " + verdict.differing()));
        System.out.printf(
                Locale.ROOT,
                "audit chain: %s, %,d rows under %,d seals%n",
                verdict.chain().intact()
                        ? "intact"
                        : "BROKEN " + verdict.chain().findings(),
                verdict.chain().rows(),
                verdict.chain().seals());
        if (!verdict.isGood()) {
            throw new Incomplete("The backup can be restored, but not everything in it is as it should be.");
        }
    }

    private static VerifyBackup.Chain chain(GatehouseConfiguration config, DatabaseModule scratch) {
        AuditModule audit = auditOf(config, scratch);
        audit.prepare();
        Verification verification = audit.verify();
        return new VerifyBackup.Chain(
                verification.intact(), verification.sealCount(), verification.rowCount(), verification.findings());
    }

    private static AuditModule auditOf(GatehouseConfiguration config, DatabaseModule database) {
        return new AuditModule(
                config.audit(),
                database.database(),
                MasterKeyFile.keyOf(config),
                Clock.tick(Clock.systemUTC(), Duration.ofMillis(1)),
                Json.mapper(),
                new MetricRegistry());
    }

    private static String told(RestoreBackup.Restored restored) {
        return String.format(
                Locale.ROOT,
                "%,d rows of %d tables, as they were at %s, made by Gatehouse %s",
                restored.rows(),
                restored.tables(),
                restored.createdAt(),
                restored.release());
    }

    /** As age-keygen writes it: comments, and the key in a line of its own. */
    private static Secret identity(Path file) {
        try {
            return Files.readAllLines(file).stream()
                    .map(String::strip)
                    .filter(line -> line.startsWith("AGE-SECRET-KEY-1"))
                    .findFirst()
                    .map(Secret::of)
                    .orElseThrow(() -> new IllegalArgumentException(file + " holds no age identity."));
        } catch (IOException e) {
            throw new IllegalArgumentException("The identity file cannot be read: " + file, e);
        }
    }
}
