/** Remembers in PostgreSQL or H2: the store behind the domain's port, its schema and its pool. */
@NullMarked
package dev.missioncontrol.billing.persistence;

import org.jspecify.annotations.NullMarked;
