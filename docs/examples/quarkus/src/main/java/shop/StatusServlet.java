package shop;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.id.TenantId;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** What the shop's own pages ask. */
@WebServlet("/status")
public class StatusServlet extends HttpServlet {
    @Inject
    transient Billing billing;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String user = request.getRemoteUser();
        TenantId tenant = new TenantId(user.substring(user.indexOf('@') + 1));
        response.setContentType("application/json");
        response.getWriter().printf("{\"plan\":\"%s\",\"seats\":%d}", billing.status(tenant).plan(), billing.status(tenant).seats());
    }
}
