/**
 * Remembers in PostgreSQL or H2: the store behind the domain's port, its schema and its pool. {@code Jdbi*} implement one part of the port each,
 * a statement at a time; {@code Folded*} do the same for events that arrive together, whose statements are sent together ({@code Pipeline}).
 * {@code *Json} write what is stored as JSON, {@code *Rows} read rows. {@code Migrations} and {@code RowSecurity} are the schema's,
 * {@code TenantTables} says which tables hold what is a tenant's.
 */
@NullMarked
package dev.missioncontrol.billing.persistence;

import org.jspecify.annotations.NullMarked;
