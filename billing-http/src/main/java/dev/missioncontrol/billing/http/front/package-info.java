/** What stands before the routes: connections, heads and bodies are bounded in size and time before a worker is spent. */
@NullMarked
package dev.missioncontrol.billing.http.front;

import org.jspecify.annotations.NullMarked;
