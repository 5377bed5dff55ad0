-- Tenants, and the quotas that the accounts of a domain (owner 1) or of a tenant's domains (owner 2) share.
-- Who counts in one holds its accounts first, then its row (PostgresSession): who sums it up takes the same way.

CREATE FUNCTION {code}.fits(p_limit bigint, p_used bigint) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT p_limit = 0 OR p_used <= p_limit
$$;

-- Whether so much more goes into what a domain's accounts share, beside what is promised to others: their domains and octets, a message each.
CREATE FUNCTION {code}.fits_shared(p_domain text, p_bytes bigint, p_messages bigint, p_domains text[], p_promised bigint[])
RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    RETURN NOT EXISTS (
        SELECT 1 FROM quota q CROSS JOIN LATERAL (
            SELECT coalesce(sum(p.bytes), 0) AS bytes, count(*) AS messages FROM unnest(p_domains, p_promised) p(domain, bytes)
            WHERE q.name = CASE q.owner WHEN 1 THEN p.domain ELSE (SELECT d.tenant FROM domain d WHERE d.name = p.domain) END) other
        WHERE ((q.owner = 1 AND q.name = p_domain) OR (q.owner = 2 AND q.name = (SELECT d.tenant FROM domain d WHERE d.name = p_domain)))
            AND NOT ({code}.fits(q.quota_bytes, (q.used_bytes + p_bytes + other.bytes)::bigint)
                AND {code}.fits(q.quota_msgs, q.used_msgs + p_messages + other.messages)));
END $$;

-- Counts in what a domain's accounts share.
CREATE FUNCTION {code}.charge(p_domain text, p_bytes bigint, p_messages bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    UPDATE quota SET used_bytes = used_bytes + p_bytes, used_msgs = used_msgs + p_messages
        WHERE (owner = 1 AND name = p_domain) OR (owner = 2 AND name = (SELECT d.tenant FROM domain d WHERE d.name = p_domain));
END $$;

-- Lets nobody change what the accounts of these domains use until the commit, so that a sum of it stays right.
CREATE FUNCTION {code}.hold_accounts(p_domains text[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM account WHERE state <> 2 AND domain = ANY (p_domains) ORDER BY id FOR UPDATE;
END $$;

-- The domains whose accounts share a quota.
CREATE FUNCTION {code}.domains_of(p_owner int, p_name text) RETURNS text[] LANGUAGE plpgsql AS $$
BEGIN
    RETURN CASE p_owner WHEN 1 THEN ARRAY[p_name] ELSE ARRAY(SELECT d.name FROM domain d WHERE d.tenant = p_name) END;
END $$;

-- Sets what a shared quota counts to the sum of its accounts, which are held; does nothing where there is no such quota.
CREATE FUNCTION {code}.sum_quota(p_owner int, p_name text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    UPDATE quota q SET used_bytes = s.bytes, used_msgs = s.messages
        FROM (SELECT coalesce(sum(a.used_bytes), 0)::bigint AS bytes, coalesce(sum(a.msgs), 0)::bigint AS messages
              FROM account a WHERE a.state <> 2 AND a.domain = ANY ({code}.domains_of(p_owner, p_name))) s
        WHERE q.owner = p_owner AND q.name = p_name;
END $$;

CREATE FUNCTION {code}.add_tenant(p_name text, p_now bigint) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO tenant (name, created) VALUES (p_name, p_now) ON CONFLICT DO NOTHING;
    RETURN CASE WHEN FOUND THEN 'Done' ELSE 'AlreadyExists' END;
END $$;

-- Removes a tenant without domains, and its quota.
CREATE FUNCTION {code}.remove_tenant(p_name text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    -- Who gives it a domain shares this row, so that none is given to a tenant that goes.
    PERFORM 1 FROM tenant WHERE name = p_name FOR UPDATE;
    IF EXISTS (SELECT 1 FROM domain WHERE tenant = p_name) THEN
        RETURN 'NotEmpty';
    END IF;
    DELETE FROM tenant WHERE name = p_name;
    IF NOT FOUND THEN
        RETURN 'NotFound';
    END IF;
    DELETE FROM quota WHERE owner = 2 AND name = p_name;
    RETURN 'Done';
END $$;

-- Moves a domain from one tenant to another, or to nobody (null); what both share is summed up again.
CREATE FUNCTION {code}.set_domain_tenant(p_domain text, p_tenant text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    v_before text;
BEGIN
    -- Both tenants in order of their names: nobody changes what belongs to them meanwhile.
    SELECT tenant INTO v_before FROM domain WHERE name = p_domain;
    PERFORM 1 FROM tenant WHERE name IN (p_tenant, v_before) ORDER BY name FOR UPDATE;
    IF p_tenant IS NOT NULL AND NOT EXISTS (SELECT 1 FROM tenant WHERE name = p_tenant) THEN
        RETURN 'NotFound';
    END IF;
    PERFORM 1 FROM domain WHERE name = p_domain AND tenant IS NOT DISTINCT FROM v_before FOR UPDATE;
    IF NOT FOUND THEN
        IF EXISTS (SELECT 1 FROM domain WHERE name = p_domain) THEN
            RAISE EXCEPTION 'the domain was given to another tenant meanwhile' USING ERRCODE = 'serialization_failure';
        END IF;
        RETURN 'NoSuchDomain';
    END IF;
    PERFORM {code}.hold_accounts({code}.domains_of(2, v_before) || {code}.domains_of(2, p_tenant) || p_domain);
    UPDATE domain SET tenant = p_tenant WHERE name = p_domain;
    PERFORM 1 FROM quota WHERE owner = 2 AND name IN (p_tenant, v_before) ORDER BY name FOR UPDATE;
    PERFORM {code}.sum_quota(2, v_before);
    PERFORM {code}.sum_quota(2, p_tenant);
    RETURN 'Done';
END $$;

-- Writes a quota (owner 0: of an account), or takes it away when both limits are 0; a shared one is summed up when it is set, and counted from then on.
CREATE FUNCTION {code}.set_quota(p_owner int, p_name text, p_bytes bigint, p_messages bigint, p_mailboxes bigint) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    IF p_owner = 0 THEN
        UPDATE account SET quota_bytes = p_bytes, quota_msgs = p_messages, quota_mailboxes = p_mailboxes WHERE name = p_name AND state <> 2;
        RETURN CASE WHEN FOUND THEN 'Done' ELSE 'NotFound' END;
    END IF;
    IF p_owner = 1 THEN
        PERFORM 1 FROM domain WHERE name = p_name FOR SHARE;
    ELSE
        PERFORM 1 FROM tenant WHERE name = p_name FOR SHARE;
    END IF;
    IF NOT FOUND THEN
        RETURN 'NotFound';
    END IF;

    IF p_bytes = 0 AND p_messages = 0 THEN
        DELETE FROM quota WHERE owner = p_owner AND name = p_name;
        RETURN 'Done';
    END IF;
    PERFORM {code}.hold_accounts({code}.domains_of(p_owner, p_name));
    INSERT INTO quota (owner, name, quota_bytes, quota_msgs) VALUES (p_owner, p_name, p_bytes, p_messages)
        ON CONFLICT (owner, name) DO UPDATE SET quota_bytes = excluded.quota_bytes, quota_msgs = excluded.quota_msgs;
    PERFORM {code}.sum_quota(p_owner, p_name);
    RETURN 'Done';
END $$;

-- Writes counted counters, if nothing changed since the count.
CREATE FUNCTION {code}.repair_counters(p_account bigint, p_modseq bigint, p_bytes bigint, p_messages bigint,
    p_mailboxes bigint[], p_mailbox_messages bigint[], p_unseen bigint[], p_mailbox_bytes bigint[]) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    UPDATE account SET used_bytes = p_bytes, msgs = p_messages WHERE id = p_account AND modseq = p_modseq;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    UPDATE mailbox b SET msgs = c.messages, unseen = c.unseen, bytes = c.bytes
        FROM unnest(p_mailboxes, p_mailbox_messages, p_unseen, p_mailbox_bytes) c(id, messages, unseen, bytes)
        WHERE b.account_id = p_account AND b.id = c.id;
    RETURN true;
END $$;

-- Sums up the shared quotas by their accounts' counters; gives those that were wrong, as they were and as they are.
CREATE FUNCTION {code}.repair_shared()
RETURNS TABLE (o_owner int, o_name text, o_was_bytes bigint, o_was_msgs bigint, o_bytes bigint, o_msgs bigint) LANGUAGE plpgsql AS $$
DECLARE
    v_quota quota;
BEGIN
    PERFORM {code}.hold_accounts(ARRAY(SELECT DISTINCT d FROM quota q CROSS JOIN LATERAL unnest({code}.domains_of(q.owner, q.name)) d));
    FOR v_quota IN SELECT * FROM quota ORDER BY owner, name FOR UPDATE LOOP
        PERFORM {code}.sum_quota(v_quota.owner, v_quota.name);
        RETURN QUERY SELECT q.owner, q.name, v_quota.used_bytes, v_quota.used_msgs, q.used_bytes, q.used_msgs FROM quota q
            WHERE q.owner = v_quota.owner AND q.name = v_quota.name AND (q.used_bytes, q.used_msgs) IS DISTINCT FROM (v_quota.used_bytes, v_quota.used_msgs);
    END LOOP;
END $$;
