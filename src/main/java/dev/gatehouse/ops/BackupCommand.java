package dev.gatehouse.ops;

import dev.gatehouse.GatehouseConfiguration;
import dev.gatehouse.Modules;
import dev.gatehouse.backup.BackupModule;
import dev.gatehouse.backup.TakeBackup;
import jakarta.validation.Validator;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/** {@code backup FILE}: everything in the database at one moment, while the service runs. */
public final class BackupCommand extends GatehouseCommand {
    public BackupCommand() {
        super("backup", "Writes everything in the database into one file, also while the service runs");
    }

    @Override
    public void configure(Subparser subparser) {
        subparser.addArgument("backup").help("the file to write; must not exist");
        subparser
                .addArgument("--recipient")
                .action(Arguments.append())
                .help("an age public key (age1…) that can open it; repeatable. Default: backup.recipients");
        subparser
                .addArgument("--with-files")
                .action(Arguments.storeTrue())
                .help("the files that people uploaded too, if they lie on disk");
        super.configure(subparser);
    }

    @Override
    @SuppressWarnings("SystemOut") // this is the command's answer
    void run(Namespace arguments, Validator validator, GatehouseConfiguration config, Modules modules) {
        List<String> named = arguments.getList("recipient");
        List<String> recipients = named == null ? config.backup().recipients() : named;
        BackupModule backup = modules.operation().backup();
        TakeBackup.Made made = backup.takeBackup()
                .to(
                        Path.of(arguments.getString("backup")),
                        new TakeBackup.Wanted(
                                recipients,
                                arguments.getBoolean("with_files")
                                        || config.backup().withFiles()))
                .orElseThrow(() -> new IllegalStateException("Another backup of this database is being made."));
        backup.record().made(made);
        System.out.printf(
                Locale.ROOT,
                "%s: %,d rows of %d tables, %,d bytes%s%nsha256 %s%n",
                made.file(),
                made.manifest().rows(),
                made.manifest().tables().size(),
                made.bytes(),
                recipients.isEmpty() ? ", not encrypted" : "",
                made.sha256());
        made.manifest().folders().forEach(folder -> System.out.println(folder.told()));
    }
}
