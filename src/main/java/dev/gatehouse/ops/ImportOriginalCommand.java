package dev.gatehouse.ops;

import dev.gatehouse.GatehouseConfiguration;
import dev.gatehouse.Modules;
import dev.gatehouse.http.Json;
import dev.gatehouse.kernel.Secret;
import jakarta.validation.Validator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/**
 * {@code import-original}: users with their ids and passwords, roles, permissions and assignments from the database of
 * the original. Safe to repeat: what came over before is kept as it is here.
 */
public final class ImportOriginalCommand extends GatehouseCommand {
    public ImportOriginalCommand() {
        super("import-original", "Brings users, roles and permissions over from the original's database");
    }

    @Override
    public void configure(Subparser subparser) {
        subparser.addArgument("--url").required(true).help("jdbc:postgresql://host:port/database of the original");
        subparser.addArgument("--user").help("who reads there; needs SELECT only");
        subparser.addArgument("--password-file").help("a file that holds the password of that user");
        subparser
                .addArgument("--dry-run")
                .action(Arguments.storeTrue())
                .help("reports what would happen and changes nothing");
        subparser.addArgument("--json").action(Arguments.storeTrue()).help("reports as one JSON object");
        super.configure(subparser);
    }

    @Override
    @SuppressWarnings("SystemOut") // this is the command's answer
    void run(Namespace arguments, Validator validator, GatehouseConfiguration config, Modules modules) {
        String file = arguments.getString("password_file");
        Secret password = file == null ? null : read(Path.of(file));
        ImportReport report;
        try (OriginalDatabase original =
                OriginalDatabase.open(arguments.getString("url"), arguments.getString("user"), password)) {
            report = new ImportOriginal(modules).run(original, arguments.getBoolean("dry_run"));
        }
        System.out.println(
                arguments.getBoolean("json")
                        ? report.json(Json.mapper())
                        : report.text().stripTrailing());
        if (!report.isComplete()) {
            throw new Incomplete(report.leftOut() + " rows were left out; the report says which and why.");
        }
    }

    private static Secret read(Path file) {
        try {
            return Secret.of(Files.readString(file).strip());
        } catch (IOException e) {
            throw new IllegalArgumentException("The password file cannot be read: " + file, e);
        }
    }
}
