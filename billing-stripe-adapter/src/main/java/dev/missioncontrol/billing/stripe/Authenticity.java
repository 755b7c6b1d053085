package dev.missioncontrol.billing.stripe;

import dev.missioncontrol.billing.provider.EventReader.Reading.Refused;
import java.util.Optional;

/** Decides whether a body may be believed at all, before anything in it is looked at. */
interface Authenticity {
    /** Why it may not be, or nothing if it may. Never throws because of its input. */
    Optional<Refused> refuses(byte[] body, Optional<String> signature);
}
