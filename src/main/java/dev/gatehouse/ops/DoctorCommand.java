package dev.gatehouse.ops;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.gatehouse.GatehouseConfiguration;
import dev.gatehouse.db.DatabaseModule;
import dev.gatehouse.http.Json;
import io.dropwizard.core.setup.Bootstrap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/** {@code doctor}: is everything there that the service needs? Exit code 0: yes, 1: no, 2: yes, but. */
public final class DoctorCommand extends DatabaseCommand {
    public DoctorCommand() {
        super(
                "doctor",
                "Looks at everything the service depends on; 0: all is well, 1: it will not work, 2: it could be better");
    }

    @Override
    public void configure(Subparser subparser) {
        subparser.addArgument("--json").action(Arguments.storeTrue()).help("reports as one JSON object");
        super.configure(subparser);
    }

    /** What goes wrong is told in the report. */
    @Override
    protected void run(Bootstrap<GatehouseConfiguration> bootstrap, Namespace arguments, GatehouseConfiguration config)
            throws Exception {
        CommandLogging.silence();
        super.run(bootstrap, arguments, config);
    }

    @Override
    @SuppressWarnings("SystemOut") // this is the command's answer
    void run(
            Bootstrap<GatehouseConfiguration> bootstrap,
            Namespace arguments,
            GatehouseConfiguration config,
            DatabaseModule database) {
        List<Diagnosis> found = new Doctor(config, database).examine();
        System.out.println(arguments.getBoolean("json") ? json(found) : text(found));
        long failures = count(found, Diagnosis.Verdict.FAILURE);
        long warnings = count(found, Diagnosis.Verdict.WARNING);
        if (failures > 0) {
            throw new IllegalStateException(failures + " failures, " + warnings + " warnings.");
        }
        if (warnings > 0) {
            throw new Incomplete(warnings + " warnings.");
        }
    }

    private static String text(List<Diagnosis> found) {
        return String.join("\n", found.stream().map(Diagnosis::line).toList());
    }

    private static String json(List<Diagnosis> found) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("failures", count(found, Diagnosis.Verdict.FAILURE));
        report.put("warnings", count(found, Diagnosis.Verdict.WARNING));
        report.put("checks", found);
        try {
            return Json.mapper().writeValueAsString(report);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A report can always be written", e);
        }
    }

    private static long count(List<Diagnosis> found, Diagnosis.Verdict verdict) {
        return found.stream().filter(one -> one.verdict() == verdict).count();
    }
}
