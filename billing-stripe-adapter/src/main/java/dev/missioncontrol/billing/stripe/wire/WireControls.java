package dev.missioncontrol.billing.stripe.wire;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.missioncontrol.billing.id.CheckoutSessionId;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.PromotionCodeId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.provider.PromotionCode;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.ProviderStatus;
import dev.missioncontrol.billing.provider.Reduction;
import dev.missioncontrol.billing.sandbox.AfterLastRetry;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;

/**
 * What time, buyers, banks and networks do, for those who test from another process: {@code POST /_sandbox/...},
 * form-encoded like the rest.
 */
final class WireControls {
    static final String ROOT = "/_sandbox/";

    private final SandboxPaymentProvider sandbox;
    private final WireFaults faults;

    WireControls(SandboxPaymentProvider sandbox, WireFaults faults) {
        this.sandbox = sandbox;
        this.faults = faults;
    }

    WireAnswer answer(WireRequest request) {
        try {
            if (!request.method().equals("POST")) throw WireError.unknownUrl(request.method(), request.path());
            String[] parts = request.path().substring(ROOT.length()).split("/");
            ObjectNode said = WireForm.read(request.parameters());
            ObjectNode answer = JsonNodeFactory.instance.objectNode().put("done", true);
            boolean known = switch (parts[0]) {
                case "clock" -> parts.length == 1 && clock(said);
                case "faults" -> parts.length == 1 && fault(said);
                case "dunning" -> parts.length == 1 && dunning(said);
                case "checkout" -> parts.length == 3 && checkout(parts[1], parts[2], said, answer);
                case "promotions" -> parts.length == 1 && promotion(said);
                case "customers" -> parts.length == 3 && customer(parts[1], parts[2]);
                case "subscriptions" -> parts.length == 3 && subscription(parts[1], parts[2]);
                default -> false;
            };
            if (!known) throw WireError.unknownUrl(request.method(), request.path());
            return WireAnswer.ok(
                    WireShapes.bytes(answer.put("now", sandbox.clock().instant().toString())));
        } catch (WireError e) {
            return WireAnswer.of(e);
        } catch (ProviderException e) {
            return WireAnswer.of(WireError.of(e));
        } catch (IllegalArgumentException | IllegalStateException e) {
            return WireAnswer.of(WireError.refused(String.valueOf(e.getMessage())));
        }
    }

    /** {@code advance}: an ISO-8601 duration. */
    private boolean clock(ObjectNode said) {
        try {
            sandbox.advance(Duration.parse(said.path("advance").asText()));
        } catch (DateTimeParseException e) {
            throw WireError.word("advance", "Pass advance=P31D, or another ISO-8601 duration.");
        }
        return true;
    }

    /** {@code kind}, {@code status} or {@code seconds}, {@code operation}, {@code times}; {@code kind=clear} ends all. */
    private boolean fault(ObjectNode said) {
        String operation = said.path("operation").asText(WireFaults.ANY);
        int times = said.path("times").asInt(1);
        String kind = said.path("kind").asText();
        switch (kind) {
            case "answer" -> faults.answer(operation, said.path("status").asInt(500), times);
            case "delay" ->
                faults.delay(operation, Duration.ofSeconds(said.path("seconds").asLong(10)), times);
            case "break", "lose_answer", "garble" ->
                faults.next(operation, WireFaults.Kind.valueOf(kind.toUpperCase(Locale.ROOT)), times);
            case "away" -> sandbox.goAway();
            case "back" -> sandbox.comeBack();
            case "clear" -> faults.clear();
            default ->
                throw WireError.word(
                        "kind", "kind is one of answer, delay, break, lose_answer, garble, away, back, clear.");
        }
        return true;
    }

    /** {@code after_last_retry}: what becomes of a subscription then. */
    private boolean dunning(ObjectNode said) {
        sandbox.afterLastRetry(
                AfterLastRetry.valueOf(said.path("after_last_retry").asText().toUpperCase(Locale.ROOT)));
        return true;
    }

    /** {@code code}, {@code percent_off} and, where it is not for good, {@code months}. */
    private boolean promotion(ObjectNode said) {
        int months = said.path("months").asInt(0);
        sandbox.offer(
                new PromotionCode(
                        new PromotionCodeId("promo_" + said.path("code").asText()),
                        said.path("code").asText(),
                        new Reduction.Percent(
                                new BigDecimal(said.path("percent_off").asText("0"))),
                        months == 0 ? PromotionCode.Lasts.FOREVER : PromotionCode.Lasts.MONTHS,
                        months,
                        Optional.empty()),
                Optional.empty());
        return true;
    }

    /** {@code status}: what a subscription is while its payment takes days, {@code active} or {@code incomplete}. */
    private boolean checkout(String id, String what, ObjectNode said, ObjectNode answer) {
        CheckoutSessionId session = new CheckoutSessionId(id);
        switch (what) {
            case "pay" -> answer.put("subscription", sandbox.pay(session).value());
            case "pay_later" ->
                answer.put(
                        "subscription",
                        sandbox.payLater(session, meanwhile(said)).value());
            case "begin_payment" ->
                answer.put("subscription", sandbox.beginPayment(session).value());
            case "trial_without_card" ->
                answer.put(
                        "subscription", sandbox.startTrialWithoutCard(session).value());
            case "decline" -> sandbox.payWithDecliningCard(session);
            case "leave" -> sandbox.leave(session);
            default -> {
                return false;
            }
        }
        return true;
    }

    private static ProviderStatus meanwhile(ObjectNode said) {
        return ProviderStatus.of(said.path("status").asText(ProviderStatus.ACTIVE.word()))
                .filter(status -> status == ProviderStatus.ACTIVE || status == ProviderStatus.INCOMPLETE)
                .orElseThrow(() -> WireError.word("status", "status is one of active, incomplete."));
    }

    private boolean customer(String id, String what) {
        CustomerId customer = new CustomerId(id);
        switch (what) {
            case "decline" -> sandbox.declinePayments(customer);
            case "decline_next" -> sandbox.declineNextPayment(customer);
            case "accept" -> sandbox.acceptPayments(customer);
            case "ask_bank" -> sandbox.askBankNext(customer);
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean subscription(String id, String what) {
        SubscriptionId subscription = new SubscriptionId(id);
        switch (what) {
            case "pause" -> sandbox.pause(subscription);
            case "resume" -> sandbox.resumePaused(subscription);
            case "pay" -> sandbox.payOpenInvoice(subscription);
            case "confirm_payment" -> sandbox.confirmPayment(subscription);
            case "payment_arrives" -> sandbox.settleDelayedPayment(subscription, true);
            case "payment_fails" -> sandbox.settleDelayedPayment(subscription, false);
            default -> {
                return false;
            }
        }
        return true;
    }
}
