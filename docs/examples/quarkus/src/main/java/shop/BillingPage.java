package shop;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.http.BillingServlet;
import dev.missioncontrol.billing.http.SignedIn;
import dev.missioncontrol.billing.id.TenantId;
import jakarta.inject.Inject;
import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The page and its API on our port, for whoever is signed in here. */
@WebServlet(urlPatterns = {"/billing", "/billing/*", "/api/billing/*"})
public class BillingPage extends HttpServlet {
    @Inject
    transient Billing billing;

    @ConfigProperty(name = "shop.url")
    URI url;

    private transient BillingServlet page;

    @Override
    public void init(ServletConfig config) throws ServletException {
        page = BillingServlet.of(billing, url, request -> Optional.ofNullable(request.getRemoteUser())
                .flatMap(BillingPage::tenantOf)
                .map(tenant -> new SignedIn(tenant, true)));
        page.init(config);
    }

    /** A user named {@code ann@acme} belongs to acme, one without such a name to nobody. */
    static Optional<TenantId> tenantOf(String user) {
        int at = user.indexOf('@');
        return at < 0 ? Optional.empty() : TenantId.parse(user.substring(at + 1));
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        page.service(request, response);
    }
}
