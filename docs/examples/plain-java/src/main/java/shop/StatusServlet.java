package shop;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.id.TenantId;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/** What the shop's own pages ask. */
final class StatusServlet extends HttpServlet {
    private final transient Billing billing;

    StatusServlet(Billing billing) {
        this.billing = billing;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<TenantId> tenant = Users.signedIn(request).map(user -> new TenantId(user.company()));
        if (tenant.isEmpty()) {
            response.sendError(HttpServletResponse.SC_UNAUTHORIZED);
            return;
        }
        var status = billing.status(tenant.get());
        response.setContentType("application/json");
        response.getWriter().printf(Locale.ROOT, "{\"plan\":\"%s\",\"seats\":%d}", status.plan(), status.seats());
    }
}
