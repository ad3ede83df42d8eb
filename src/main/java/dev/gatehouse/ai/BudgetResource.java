package dev.gatehouse.ai;

import dev.gatehouse.access.Caller;
import dev.gatehouse.access.RequiresPermission;
import dev.gatehouse.kernel.Refusal;
import io.dropwizard.auth.Auth;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.List;

/** What users, roles and everybody together may spend. A scope may have a budget of the day and one of the month. */
@Path("/api/v1/ai/budgets")
@Produces(MediaType.APPLICATION_JSON)
public final class BudgetResource {
    private final Budgets budgets;

    BudgetResource(Budgets budgets) {
        this.budgets = budgets;
    }

    @GET
    @RequiresPermission(AiModule.MANAGE)
    public List<Budget> list() {
        return budgets.all();
    }

    @GET
    @Path("/{scope}")
    @RequiresPermission(AiModule.MANAGE)
    public Budget get(@PathParam("scope") String scope, @QueryParam("period") String period) {
        return budgets.get(BudgetScope.parse(scope), period(period));
    }

    @PUT
    @Path("/{scope}")
    @Consumes(MediaType.APPLICATION_JSON)
    @RequiresPermission(AiModule.MANAGE)
    public Budget put(@Auth Caller caller, @PathParam("scope") String scope, @NotNull @Valid NewBudget body) {
        return budgets.put(caller, BudgetScope.parse(scope), body);
    }

    /** Without a period, both. */
    @DELETE
    @Path("/{scope}")
    @RequiresPermission(AiModule.MANAGE)
    public void remove(@Auth Caller caller, @PathParam("scope") String scope, @QueryParam("period") String period) {
        budgets.remove(caller, BudgetScope.parse(scope), period(period));
    }

    private static BudgetPeriod period(String text) {
        if (text == null) {
            return null;
        }
        return Arrays.stream(BudgetPeriod.values())
                .filter(period -> period.text().equals(text))
                .findFirst()
                .orElseThrow(() -> Refusal.malformed("malformed_parameter", "period: must be day or month"));
    }
}
