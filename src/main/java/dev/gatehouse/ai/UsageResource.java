package dev.gatehouse.ai;

import dev.gatehouse.access.Caller;
import dev.gatehouse.access.RequiresPermission;
import dev.gatehouse.http.ExportFormat;
import io.dropwizard.auth.Auth;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.YearMonth;
import java.util.List;

/** What was used, by whom and of what. */
@Path("/api/v1/ai/usage")
@Produces(MediaType.APPLICATION_JSON)
public final class UsageResource {
    private final Usage usage;

    UsageResource(Usage usage) {
        this.usage = usage;
    }

    @GET
    @RequiresPermission(AiModule.USE)
    public OwnUsage own(@Auth Caller caller, @Valid @BeanParam UsageFilter filter) {
        return usage.own(caller, filter);
    }

    @GET
    @Path("/summary")
    @RequiresPermission(AiModule.MANAGE)
    public List<UsageTotals> summary(
            @QueryParam("group_by") @DefaultValue("day") String groupBy, @Valid @BeanParam UsageFilter filter) {
        return usage.summary(groupBy, filter);
    }

    /** Every call of a month, {@code 2026-11}. */
    @GET
    @Path("/export")
    @Produces(MediaType.WILDCARD)
    @RequiresPermission(AiModule.MANAGE)
    public Response export(
            @Auth Caller caller,
            @QueryParam("month") String month,
            @QueryParam("format") @DefaultValue("csv") String format,
            @Context HttpServletRequest request) {
        ExportFormat chosen = ExportFormat.parse(format);
        YearMonth wanted = usage.month(month);
        usage.record(caller, wanted);
        return chosen.attachment("ai-usage-" + wanted, request, out -> usage.write(wanted, chosen, out));
    }
}
