create schema if not exists public;
create table public.tenants (name varchar(100) primary key);
create table public.customers (email varchar(100) primary key);
create table public.subscriptions (newsletter varchar(100) primary key);
insert into public.tenants (name) values ('acme');
