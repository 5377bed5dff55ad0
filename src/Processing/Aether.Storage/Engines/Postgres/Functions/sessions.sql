-- Who is logged in where, and who logged in when.

CREATE FUNCTION {code}.report_sessions(p_node text, p_now bigint, p_gone bigint, p_closed text[], p_ids text[], p_accounts bigint[], p_protocols text[], p_clients text[],
    p_peers text[], p_since bigint[], p_seen bigint[]) RETURNS text[] LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO session_node (node, told) VALUES (p_node, p_now) ON CONFLICT (node) DO UPDATE SET told = p_now;
    DELETE FROM session WHERE node IN (SELECT node FROM session_node WHERE told < p_gone);
    DELETE FROM session_node WHERE told < p_gone;
    DELETE FROM session WHERE id = ANY (p_closed);
    INSERT INTO session (id, node, account_id, protocol, client, peer, since, seen)
        SELECT s.id, p_node, s.account_id, s.protocol, s.client, s.peer, s.since, s.seen
        FROM unnest(p_ids, p_accounts, p_protocols, p_clients, p_peers, p_since, p_seen) s(id, account_id, protocol, client, peer, since, seen)
        ON CONFLICT (id) DO UPDATE SET client = excluded.client, seen = excluded.seen;
    RETURN (SELECT coalesce(array_agg(id), '{}') FROM session WHERE node = p_node AND ends = 1);
END $$;

CREATE FUNCTION {code}.end_session(p_id text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    UPDATE session SET ends = 1 WHERE id = p_id;
    RETURN CASE WHEN FOUND THEN 'Done' ELSE 'NotFound' END;
END $$;

CREATE FUNCTION {code}.end_logins(p_address text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    UPDATE account SET login_epoch = login_epoch + 1 WHERE name = p_address AND state <> 2;
    RETURN CASE WHEN FOUND THEN 'Done' ELSE 'NotFound' END;
END $$;

CREATE FUNCTION {code}.add_logins(p_accounts bigint[], p_days bigint[], p_protocols text[], p_peers text[], p_apps text[], p_ok int[], p_first bigint[], p_last bigint[], p_counts bigint[])
    RETURNS int LANGUAGE plpgsql AS $$
BEGIN
    -- In one order on all nodes, so that two that write the same rows wait for each other and no more.
    INSERT INTO login_history AS h (account_id, day, protocol, peer, app, ok, first, last, count)
        SELECT * FROM unnest(p_accounts, p_days, p_protocols, p_peers, p_apps, p_ok, p_first, p_last, p_counts) ORDER BY 1, 2, 3, 4, 5, 6
        ON CONFLICT (account_id, day, protocol, peer, app, ok) DO UPDATE SET last = greatest(h.last, excluded.last), count = h.count + excluded.count;
    RETURN cardinality(p_accounts);
END $$;

CREATE FUNCTION {code}.forget_logins(p_day bigint, p_most int) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
    v_gone int;
BEGIN
    DELETE FROM login_history WHERE ctid IN (SELECT h.ctid FROM login_history h WHERE h.day < p_day LIMIT p_most FOR UPDATE SKIP LOCKED);
    GET DIAGNOSTICS v_gone = ROW_COUNT;
    RETURN v_gone;
END $$;
