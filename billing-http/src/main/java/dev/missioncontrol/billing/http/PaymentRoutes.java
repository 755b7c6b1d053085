package dev.missioncontrol.billing.http;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.EmailAddress;
import dev.missioncontrol.billing.provider.PaymentDetails;
import dev.missioncontrol.billing.usecase.ChangeBillingEmail;
import dev.missioncontrol.billing.usecase.PromotionCodes;
import dev.missioncontrol.billing.usecase.Rejection;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The API by which a tenant sees how it pays, says where invoices go, and asks what a promotion code gives. */
final class PaymentRoutes {
    private final Billing billing;
    private final Identity identity;
    private final ProviderCalls calls;

    PaymentRoutes(Billing billing, Identity identity, ProviderCalls calls) {
        this.billing = billing;
        this.identity = identity;
        this.calls = calls;
    }

    void register(RoutesConfig routes) {
        routes.get("/api/billing/payment", this::payment);
        routes.post("/api/billing/email", this::email);
        routes.post("/api/billing/promotion", this::promotion);
    }

    private void payment(Context ctx) {
        TenantId tenant = identity.reader(ctx);
        PaymentDetails details = calls.look(tenant, () -> billing.paymentDetails(tenant));
        Json.answer(
                ctx, 200, PaymentAnswers.details(details, billing.status(tenant).current()));
    }

    private void email(Context ctx) {
        TenantId tenant = identity.manager(ctx);
        String typed = Command.of(ctx, Set.of("email")).text("email");
        Optional<Rejection> refused = calls.askUnless(
                ChangeBillingEmail.refusalOf(typed), tenant, () -> billing.changeBillingEmail(tenant, typed));
        if (refused.isPresent()) throw ApiRoutes.problem(refused.get());
        Json.answer(
                ctx,
                200,
                Map.of("email", EmailAddress.parse(typed).orElseThrow().value()));
    }

    private void promotion(Context ctx) {
        TenantId tenant = identity.manager(ctx);
        String typed = Command.of(ctx, Set.of("code")).text("code");
        // Among the commands and not the questions: who guesses codes has as few tries as who buys.
        PromotionCodes.Checked checked = calls.ask(tenant, () -> billing.promotionCode(tenant, typed));
        if (checked instanceof PromotionCodes.Checked.Refused no) throw ApiRoutes.problem(no.rejection());
        Json.answer(ctx, 200, PaymentAnswers.promotion(((PromotionCodes.Checked.Usable) checked).code()));
    }
}
