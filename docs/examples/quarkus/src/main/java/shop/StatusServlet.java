package shop;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.usecase.TenantStatus;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/** What the shop's own pages ask. */
@WebServlet("/status")
public class StatusServlet extends HttpServlet {
    @Inject
    transient Billing billing;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String user = request.getRemoteUser();
        Optional<TenantId> tenant = BillingPage.tenantOf(user);
        if (tenant.isEmpty()) {
            response.sendError(HttpServletResponse.SC_FORBIDDEN, "belongs to no tenant");
            return;
        }
        TenantStatus status = billing.status(tenant.get());
        response.setContentType("application/json");
        response.getWriter().printf(Locale.ROOT, "{\"plan\":\"%s\",\"seats\":%d}", status.plan(), status.seats());
    }
}
