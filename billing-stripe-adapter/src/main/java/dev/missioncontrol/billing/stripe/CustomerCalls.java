package dev.missioncontrol.billing.stripe;

import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.provider.CustomerRequest;
import dev.missioncontrol.billing.provider.EmailAddress;
import dev.missioncontrol.billing.provider.PortalRequest;
import dev.missioncontrol.billing.provider.ProviderException;
import java.net.URI;
import java.util.Locale;

/** Makes customers, and the pages on which they manage what they have. */
final class CustomerCalls {
    private final StripeCalls calls;

    CustomerCalls(StripeCalls calls) {
        this.calls = calls;
    }

    CustomerId create(CustomerRequest request, String idempotencyKey) {
        Form form = new Form()
                .add("email", request.email())
                .add("name", request.name())
                .add("metadata", request.metadata().asMap());
        Answer answer = calls.post("creating a customer", "/v1/customers", form, idempotencyKey);
        return new CustomerId(answer.require(Fields.identifier(answer.json(), "id"), "id"));
    }

    /** Stripe answers 404 to deleting one that is deleted, and still knows that it was; one of another account it does not. */
    void delete(CustomerId id) {
        try {
            calls.delete("deleting customer " + id, path(id));
        } catch (ProviderException e) {
            if (e.kind() != ProviderException.Kind.NOT_FOUND || !deleted(id)) throw e;
        }
    }

    /** Stripe goes on to answer for one that was deleted, and says so; one of another account or mode it does not have. */
    boolean deleted(CustomerId id) {
        try {
            Answer known = calls.get("asking whether customer " + id + " is deleted", path(id), new Form());
            return Fields.isTrue(known.json(), "deleted");
        } catch (ProviderException e) {
            if (e.kind() != ProviderException.Kind.NOT_FOUND) throw e;
            return false;
        }
    }

    /** The address is in the body alone: no path, no message and no log has it. */
    void changeEmail(CustomerId id, EmailAddress email) {
        calls.post("changing where the invoices of " + id + " go", path(id), new Form().add("email", email.value()));
    }

    static String path(CustomerId id) {
        return "/v1/customers/" + Form.encode(id.value());
    }

    URI portal(PortalRequest request) {
        request.requireSubscriptionOfFlow();
        Form form = new Form()
                .add("customer", request.customer())
                .add("return_url", request.returnUrl())
                // The portal speaks all that checkout does, and more kinds of English.
                .add("locale", request.locale().flatMap(CheckoutLanguages::nearest));
        request.flow().ifPresent(flow -> {
            String type = flow.name().toLowerCase(Locale.ROOT);
            form.add("flow_data[type]", type);
            if (flow.aboutSubscription()) form.add("flow_data[" + type + "][subscription]", request.subscription());
        });
        Answer answer = calls.post("opening the customer portal", "/v1/billing_portal/sessions", form);
        return answer.require(answer.url("url"), "URL");
    }
}
