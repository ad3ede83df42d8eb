package dev.gatehouse.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dropwizard.servlets.tasks.Task;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;

/** {@code POST /tasks/verify-audit}: verifies the whole chain now and says what is wrong, one fact per line. */
final class VerifyAuditTask extends Task {
    private final VerifyAudit verify;
    private final ObjectMapper json;

    VerifyAuditTask(VerifyAudit verify, ObjectMapper json) {
        super("verify-audit");
        this.verify = verify;
        this.json = json;
    }

    @Override
    public void execute(Map<String, List<String>> parameters, PrintWriter output) throws JsonProcessingException {
        Verification result = verify.run();
        output.println("result: " + (result.intact() ? "intact" : "broken"));
        output.println("last seal: " + result.lastSeal());
        output.println("seals: " + result.sealCount());
        output.println("rows: " + result.rowCount());
        output.println("unsealed rows: " + result.unsealedRows());
        for (JsonNode finding : json.readTree(result.findings())) {
            String about = finding.path("seal").isNumber()
                    ? "seal " + finding.path("seal").asLong() + " "
                    : "";
            output.println("finding: " + about + finding.path("problem").asText());
        }
    }
}
