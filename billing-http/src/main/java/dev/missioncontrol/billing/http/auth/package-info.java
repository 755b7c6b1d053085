/** Who asks: the host's tokens, or an authenticator of the host's own. */
@NullMarked
package dev.missioncontrol.billing.http.auth;

import org.jspecify.annotations.NullMarked;
