package shop;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.id.TenantId;
import java.security.Principal;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** What the shop's own pages ask. */
@RestController
class StatusController {
    private final Billing billing;

    StatusController(Billing billing) {
        this.billing = billing;
    }

    @GetMapping("/status")
    Map<String, Object> status(Principal user) {
        TenantId tenant = ShopApplication.tenantOf(user.getName())
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.FORBIDDEN, "belongs to no tenant"));
        return Map.of(
                "plan", billing.status(tenant).plan(),
                "seats", billing.status(tenant).seats(),
                "export", billing.entitlements(tenant).has("export"));
    }
}
