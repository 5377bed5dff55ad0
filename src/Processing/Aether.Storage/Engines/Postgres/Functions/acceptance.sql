-- Delivers to local accounts and queues the rest: all or nothing, before 250. RFC 5321 §4.2.5.
-- With p_must a refusal takes the whole operation back (AM002): it follows of a queue row, and both happen or none.
CREATE FUNCTION {code}.accept(
    p_existing bigint, p_reserved bigint, p_hash bytea, p_size bigint, p_place int, p_seg int, p_stored bigint, p_frames bytea, p_data bytea,
    p_envelope bytea, p_bodystructure bytea, p_parts bytea, p_subject bigint, p_refs bigint[],
    p_accounts bigint[], p_mailboxes bigint[], p_prefixes bytea[],
    p_message_id text, p_sender text, p_queue_prefix bytea, p_env text, p_expires bigint, p_priority int, p_due bigint, p_state int,
    p_domains text[], p_rcpts text[], p_orcpts text[], p_notifies text[], p_routes text[], p_now bigint, p_quota_bytes bigint, p_quota_msgs bigint, p_must boolean,
    OUT o_statuses text[], OUT o_mailboxes bigint[], OUT o_modseqs bigint[], OUT o_queue bigint) LANGUAGE plpgsql AS $$
DECLARE
    v_local int := cardinality(p_accounts);
    v_queued int := cardinality(p_rcpts);
    v_refused boolean := false;
    v_target record;
    v_domains text[] := '{}';
    v_bytes bigint[] := '{}';
    v_blob bigint;
BEGIN
    o_statuses := '{}';
    o_mailboxes := '{}';
    o_modseqs := '{}';
    FOR i IN 1 .. v_local LOOP
        v_target := {code}.target(p_accounts[i], p_mailboxes[i], p_size + octet_length(p_prefixes[i]), 1, p_quota_bytes, p_quota_msgs, v_domains, v_bytes);
        o_statuses := o_statuses || v_target.o_status;
        o_mailboxes := o_mailboxes || v_target.o_mailbox;
        -- What the first ones will use counts for the others.
        IF v_target.o_status = 'Done' THEN
            v_domains := v_domains || v_target.o_domain;
            v_bytes := v_bytes || p_size + octet_length(p_prefixes[i]);
        END IF;
        v_refused := v_refused OR v_target.o_status <> 'Done';
    END LOOP;
    IF v_refused AND p_must THEN
        RAISE EXCEPTION 'a follow-up was refused' USING ERRCODE = 'AM002';
    END IF;
    IF v_refused OR v_local + v_queued = 0 THEN
        RETURN;
    END IF;

    v_blob := {code}.add_blob(p_existing, p_reserved, p_hash, p_size, p_place, p_seg, p_stored, p_frames, p_data, v_local + (v_queued > 0)::int);
    FOR i IN 1 .. v_local LOOP
        o_modseqs := o_modseqs || (SELECT d.o_modseq FROM {code}.deliver(
            p_accounts[i], o_mailboxes[i], v_blob, p_size, p_prefixes[i], p_envelope, p_bodystructure, p_parts, p_subject, p_refs, 0, p_now / 1000, p_now / 1000) d);
    END LOOP;
    IF v_queued > 0 THEN
        INSERT INTO queue_msg (message_id, blob_id, prefix, sender, env, created, expires, priority, size, rcpts)
            VALUES (p_message_id, v_blob, p_queue_prefix, p_sender, p_env, p_now, p_expires, p_priority, p_size + octet_length(p_queue_prefix), v_queued)
            RETURNING id INTO o_queue;
        INSERT INTO queue_rcpt (msg_id, domain, rcpt, orcpt, notify, due_at, state, class, route)
            SELECT o_queue, r.domain, r.rcpt, r.orcpt, r.notify, p_due, p_state, p_priority, r.route
            FROM unnest(p_domains, p_rcpts, p_orcpts, p_notifies, p_routes) WITH ORDINALITY r(domain, rcpt, orcpt, notify, route, i) ORDER BY r.i;
    END IF;
END $$;
