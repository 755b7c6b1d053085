package shop;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.id.TenantId;
import java.security.Principal;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the shop's own pages ask. */
@RestController
class StatusController {
    private final Billing billing;

    StatusController(Billing billing) {
        this.billing = billing;
    }

    @GetMapping("/status")
    Map<String, Object> status(Principal user) {
        TenantId tenant = new TenantId(user.getName().substring(user.getName().indexOf('@') + 1));
        return Map.of(
                "plan", billing.status(tenant).plan(),
                "seats", billing.status(tenant).seats(),
                "export", billing.entitlements(tenant).has("export"));
    }
}
