-- The queue. A lease is a later due time with an odd token that only grows: docs/decisions/0006.

-- Where excepted destinations fill what a lease looks at of a class, their rows go aside (state 2), each once. It looks at p_most + p_patience rows.
CREATE FUNCTION {code}.step_aside(p_class int, p_now bigint, p_most int, p_patience int, p_except text[], OUT o_bound bigint, OUT o_seen int, OUT o_parked text[]) LANGUAGE plpgsql AS $$
DECLARE
    v_live int;
BEGIN
    SELECT count(*), count(*) FILTER (WHERE s.domain <> ALL (p_except)), max(s.due_at) INTO o_seen, v_live, o_bound FROM (
        SELECT q.due_at, q.domain FROM queue_rcpt q WHERE q.state = 0 AND q.class = p_class AND q.due_at <= p_now ORDER BY q.due_at LIMIT p_most + p_patience) s;
    IF o_seen < p_most + p_patience THEN
        o_bound := p_now;
    ELSIF v_live < p_most THEN
        WITH gone AS (
            UPDATE queue_rcpt q SET state = 2 WHERE q.id IN (
                SELECT a.id FROM queue_rcpt a WHERE a.state = 0 AND a.class = p_class AND a.due_at <= o_bound AND a.domain = ANY (p_except)
                ORDER BY a.due_at LIMIT p_most + p_patience FOR UPDATE SKIP LOCKED) RETURNING q.domain)
        SELECT array_agg(DISTINCT g.domain) INTO o_parked FROM gone g;
    END IF;
END $$;

-- Takes due recipients, urgent ones first and none for ever last (LeaseShares); rows that another node is taking at this moment are left to it.
CREATE FUNCTION {code}.lease(p_now bigint, p_until bigint, p_most int, p_low int, p_normal int, p_except text[], p_patience int)
RETURNS TABLE (id bigint, msg_id bigint, rcpt text, domain text, orcpt text, notify text, attempts int, lease bigint, told int, route text, interrupted int) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    v_bounds bigint[] := ARRAY[p_now, p_now, p_now];
    v_seen bigint := 0;
    v_parked text[] := '{}';
    v_step record;
BEGIN
    IF cardinality(p_except) > 0 THEN
        FOR i IN 1..3 LOOP
            SELECT * INTO v_step FROM {code}.step_aside(2 - i, p_now, p_most, p_patience, p_except);
            v_bounds[i] := v_step.o_bound;
            v_seen := v_seen + v_step.o_seen;
            v_parked := v_parked || coalesce(v_step.o_parked, '{}');
        END LOOP;
    END IF;
    RETURN QUERY WITH high AS (
        SELECT q.id, q.due_at FROM queue_rcpt q WHERE q.state = 0 AND q.class = 1 AND q.due_at <= v_bounds[1] AND q.domain <> ALL (p_except)
        ORDER BY q.due_at LIMIT p_most FOR UPDATE SKIP LOCKED),
    normal AS (
        SELECT q.id, q.due_at FROM queue_rcpt q WHERE q.state = 0 AND q.class = 0 AND q.due_at <= v_bounds[2] AND q.domain <> ALL (p_except)
        ORDER BY q.due_at LIMIT p_most FOR UPDATE SKIP LOCKED),
    low AS (
        SELECT q.id, q.due_at FROM queue_rcpt q WHERE q.state = 0 AND q.class = -1 AND q.due_at <= v_bounds[3] AND q.domain <> ALL (p_except)
        ORDER BY q.due_at LIMIT p_most FOR UPDATE SKIP LOCKED),
    ranked AS (
        SELECT h.id, h.due_at, 2 AS turn FROM high h
        UNION ALL SELECT n.id, n.due_at, CASE WHEN row_number() OVER (ORDER BY n.due_at, n.id) <= p_normal THEN 1 ELSE 3 END FROM normal n
        UNION ALL SELECT l.id, l.due_at, CASE WHEN row_number() OVER (ORDER BY l.due_at, l.id) <= p_low THEN 0 ELSE 4 END FROM low l),
    due AS (SELECT r.id, r.due_at FROM ranked r ORDER BY r.turn, r.due_at, r.id LIMIT p_most)
    SELECT t.* FROM {code}.take((SELECT array_agg(d.id ORDER BY d.due_at, d.id) FROM due d), p_until) t;
    RETURN QUERY SELECT 0::bigint, v_seen, array_to_string(v_parked, ' '), '', NULL::text, NULL::text, 0, 0::bigint, 0, NULL::text, 0;
END $$;

-- Leases these rows, in their order. Tokens only grow; odd ones are leases, even ones rest. The attempt counts before it is made, and a lease that
-- ended without a word is counted up to 2: more is known of those that are tried alone only.
CREATE FUNCTION {code}.take(p_ids bigint[], p_until bigint)
RETURNS TABLE (id bigint, msg_id bigint, rcpt text, domain text, orcpt text, notify text, attempts int, lease bigint, told int, route text, interrupted int) LANGUAGE sql AS $$
    WITH taken AS (
        UPDATE queue_rcpt q SET lease = q.lease + 1 + q.lease % 2, due_at = p_until, state = 0, attempts = q.attempts + 1,
            interrupted = CASE WHEN q.lease % 2 = 1 AND q.interrupted < 2 THEN q.interrupted + 1 ELSE q.interrupted END
        FROM unnest(p_ids) WITH ORDINALITY o(id, place) WHERE q.id = o.id
        RETURNING o.place, q.id, q.msg_id, q.rcpt, q.domain, q.orcpt, q.notify, q.attempts - 1 AS attempts, q.lease, q.told, q.route, q.interrupted)
    SELECT t.id, t.msg_id, t.rcpt, t.domain, t.orcpt, t.notify, t.attempts, t.lease, t.told, t.route, t.interrupted FROM taken t ORDER BY t.place
$$;

-- Takes recipients that went aside, by destination; each class has its share there as well.
CREATE FUNCTION {code}.lease_backlogs(p_until bigint, p_domains text[], p_each int, p_low int, p_normal int)
RETURNS TABLE (id bigint, msg_id bigint, rcpt text, domain text, orcpt text, notify text, attempts int, lease bigint, told int, route text, interrupted int) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    v_domain text;
BEGIN
    FOREACH v_domain IN ARRAY p_domains LOOP
        RETURN QUERY WITH high AS (
            SELECT q.id, q.due_at FROM queue_rcpt q WHERE q.state = 2 AND q.domain = v_domain AND q.class = 1 ORDER BY q.due_at LIMIT p_each FOR UPDATE SKIP LOCKED),
        normal AS (
            SELECT q.id, q.due_at FROM queue_rcpt q WHERE q.state = 2 AND q.domain = v_domain AND q.class = 0 ORDER BY q.due_at LIMIT p_each FOR UPDATE SKIP LOCKED),
        low AS (
            SELECT q.id, q.due_at FROM queue_rcpt q WHERE q.state = 2 AND q.domain = v_domain AND q.class = -1 ORDER BY q.due_at LIMIT p_each FOR UPDATE SKIP LOCKED),
        ranked AS (
            SELECT h.id, h.due_at, 2 AS turn FROM high h
            UNION ALL SELECT n.id, n.due_at, CASE WHEN row_number() OVER (ORDER BY n.due_at, n.id) <= p_normal THEN 1 ELSE 3 END FROM normal n
            UNION ALL SELECT l.id, l.due_at, CASE WHEN row_number() OVER (ORDER BY l.due_at, l.id) <= p_low THEN 0 ELSE 4 END FROM low l),
        due AS (SELECT r.id, r.due_at FROM ranked r ORDER BY r.turn, r.due_at, r.id LIMIT p_each)
        SELECT t.* FROM {code}.take((SELECT array_agg(d.id ORDER BY d.due_at, d.id) FROM due d), p_until) t;
    END LOOP;
END $$;

-- Gives leases back that hold still, without an outcome.
CREATE FUNCTION {code}.return_leases(p_ids bigint[], p_leases bigint[], p_due bigint) RETURNS int LANGUAGE sql AS $$
    WITH done AS (
        UPDATE queue_rcpt q SET lease = q.lease + 1, interrupted = least(q.interrupted, 2), due_at = coalesce(p_due, q.due_at)
        FROM unnest(p_ids, p_leases) o(id, lease) WHERE q.id = o.id AND q.lease = o.lease RETURNING 1)
    SELECT count(*)::int FROM done
$$;

-- Moves the end of leases that hold still.
CREATE FUNCTION {code}.extend_leases(p_ids bigint[], p_leases bigint[], p_until bigint) RETURNS int LANGUAGE sql AS $$
    WITH done AS (
        UPDATE queue_rcpt q SET due_at = p_until
        FROM unnest(p_ids, p_leases) o(id, lease) WHERE q.id = o.id AND q.lease = o.lease RETURNING 1)
    SELECT count(*)::int FROM done
$$;

-- Notes that a suspicious recipient is tried.
CREATE FUNCTION {code}.begin_alone(p_id bigint, p_lease bigint) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    UPDATE queue_rcpt q SET interrupted = 3 WHERE q.id = p_id AND q.lease = p_lease;
    RETURN FOUND;
END $$;

-- Makes due what a process that is gone had leased.
CREATE FUNCTION {code}.reclaim_leases(p_now bigint, p_most int) RETURNS int LANGUAGE sql AS $$
    WITH done AS (
        UPDATE queue_rcpt q SET due_at = p_now WHERE q.id IN (
            SELECT l.id FROM queue_rcpt l WHERE l.state = 0 AND l.due_at > p_now AND l.lease % 2 = 1 LIMIT p_most FOR UPDATE SKIP LOCKED) RETURNING 1)
    SELECT count(*)::int FROM done
$$;

-- How many of these leases are lost; those that hold are locked to the commit. With p_must a lost one takes the operation back (AM003).
CREATE FUNCTION {code}.count_stale(p_ids bigint[], p_leases bigint[], p_must boolean) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
    v_stale int;
BEGIN
    SELECT cardinality(p_ids) - count(*) INTO v_stale FROM (
        SELECT 1 FROM queue_rcpt q JOIN unnest(p_ids, p_leases) o(id, lease) ON q.id = o.id AND q.lease = o.lease ORDER BY q.id FOR UPDATE OF q) held;
    IF v_stale > 0 AND p_must THEN
        RAISE EXCEPTION '%', v_stale USING ERRCODE = 'AM003';
    END IF;
    RETURN v_stale;
END $$;

-- Writes outcomes down if every lease still holds. A null retry: the recipient is done and leaves the queue.
CREATE FUNCTION {code}.settle(
    p_ids bigint[], p_leases bigint[], p_retries bigint[], p_replies text[], p_told int[], p_forget bigint[], p_now bigint, p_collect_at bigint,
    OUT o_settled int, OUT o_stale int) LANGUAGE plpgsql AS $$
DECLARE
    v_message bigint;
    v_count int;
BEGIN
    o_settled := 0;
    o_stale := {code}.count_stale(p_ids, p_leases, false);
    IF o_stale > 0 THEN
        RETURN;
    END IF;

    -- The token moves on, so that an outcome that comes twice counts once.
    UPDATE queue_rcpt q SET due_at = o.retry, lease = q.lease + 1, interrupted = 0, last_reply = o.reply, told = greatest(q.told, o.told)
        FROM unnest(p_ids, p_retries, p_replies, p_told) o(id, retry, reply, told)
        WHERE q.id = o.id AND o.retry IS NOT NULL;
    -- What is given up is kept; the letter refers to the blob like the message does.
    WITH buried AS (
        INSERT INTO dead_letter (message_id, blob_id, prefix, sender, env, priority, size, created, domain, rcpt, orcpt, notify, attempts, last_reply, died, forget_at)
        SELECT m.message_id, m.blob_id, m.prefix, m.sender, m.env, m.priority, m.size, m.created, r.domain, r.rcpt, r.orcpt, r.notify, r.attempts, o.reply, p_now, o.forget
        FROM unnest(p_ids, p_retries, p_replies, p_forget) o(id, retry, reply, forget) JOIN queue_rcpt r ON r.id = o.id JOIN queue_msg m ON m.id = r.msg_id
        WHERE o.retry IS NULL AND o.forget IS NOT NULL RETURNING blob_id)
    UPDATE blob b SET refs = refs + n.letters FROM (SELECT blob_id, count(*) AS letters FROM buried GROUP BY blob_id) n WHERE b.id = n.blob_id;
    FOR v_message, v_count IN
        WITH gone AS (DELETE FROM queue_rcpt q USING unnest(p_ids, p_retries) o(id, retry) WHERE q.id = o.id AND o.retry IS NULL RETURNING q.msg_id)
        SELECT g.msg_id, count(*) FROM gone g GROUP BY g.msg_id ORDER BY g.msg_id
    LOOP
        PERFORM {code}.count_down(v_message, v_count, p_collect_at);
    END LOOP;
    o_settled := cardinality(p_ids);
END $$;

-- Takes recipients off a message; the last one takes the message and its reference to the blob along.
CREATE FUNCTION {code}.count_down(p_message bigint, p_recipients int, p_collect_at bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    v_left int;
    v_blob bigint;
BEGIN
    UPDATE queue_msg SET rcpts = rcpts - p_recipients WHERE id = p_message RETURNING rcpts, blob_id INTO v_left, v_blob;
    IF v_left <= 0 THEN
        DELETE FROM queue_msg WHERE id = p_message;
        PERFORM {code}.release_blob(v_blob, p_collect_at);
    END IF;
END $$;

-- The recipients that an operator means, in the order of their ids and locked: null leaves a condition out.
CREATE FUNCTION {code}.queued_where(
    p_now bigint, p_message bigint, p_sender text, p_rcpt text, p_domain text, p_class bigint, p_stage bigint, p_before bigint, p_after bigint, p_most int)
RETURNS bigint[] LANGUAGE sql AS $$
    SELECT coalesce(array_agg(f.id ORDER BY f.id), '{}') FROM (
        SELECT q.id FROM queue_rcpt q JOIN queue_msg m ON m.id = q.msg_id
        WHERE q.id > p_after AND (p_message IS NULL OR q.msg_id = p_message) AND (p_sender IS NULL OR m.sender ILIKE p_sender ESCAPE '!')
            AND (p_rcpt IS NULL OR q.rcpt ILIKE p_rcpt ESCAPE '!') AND (p_domain IS NULL OR q.domain = p_domain) AND (p_class IS NULL OR q.class = p_class)
            AND (p_stage IS NULL OR p_stage = CASE WHEN q.state = 1 THEN 3 WHEN q.lease % 2 = 1 AND q.due_at > p_now THEN 2 WHEN q.attempts > 0 THEN 1 ELSE 0 END)
            AND (p_before IS NULL OR m.created < p_before)
        ORDER BY q.id LIMIT p_most FOR UPDATE OF q) f
$$;

-- Takes recipients off the queue, and messages that have none left.
CREATE FUNCTION {code}.remove_queued(
    p_now bigint, p_message bigint, p_sender text, p_rcpt text, p_domain text, p_class bigint, p_stage bigint, p_before bigint, p_most int, p_collect_at bigint)
RETURNS int LANGUAGE plpgsql AS $$
DECLARE
    v_ids bigint[] := {code}.queued_where(p_now, p_message, p_sender, p_rcpt, p_domain, p_class, p_stage, p_before, 0, p_most);
    v_message bigint;
    v_count int;
BEGIN
    FOR v_message, v_count IN
        WITH gone AS (DELETE FROM queue_rcpt q WHERE q.id = ANY (v_ids) RETURNING q.msg_id)
        SELECT g.msg_id, count(*) FROM gone g GROUP BY g.msg_id ORDER BY g.msg_id
    LOOP
        PERFORM {code}.count_down(v_message, v_count, p_collect_at);
    END LOOP;
    RETURN cardinality(v_ids);
END $$;

-- Changes what an operator wants changed; null leaves a thing as it is. What is under way goes on.
CREATE FUNCTION {code}.change_queued(
    p_now bigint, p_message bigint, p_sender text, p_rcpt text, p_domain text, p_class bigint, p_stage bigint, p_before bigint, p_after bigint, p_most int,
    p_state bigint, p_priority bigint, p_expires bigint, p_route text, p_due_now boolean, OUT o_changed int, OUT o_last bigint, OUT o_due int) LANGUAGE plpgsql AS $$
DECLARE
    v_ids bigint[] := {code}.queued_where(p_now, p_message, p_sender, p_rcpt, p_domain, p_class, p_stage, p_before, p_after, p_most);
BEGIN
    WITH judged AS (
        -- What lies aside (2) waits like the rest.
        SELECT q.id, q.state % 2 AS state, coalesce(p_state, q.state % 2) AS becomes,
            coalesce(p_state, q.state % 2) = 0 AND q.lease % 2 = 0 AND ((p_due_now AND q.due_at > p_now) OR q.state = 1 OR p_route IS NOT NULL) AS hurried
        FROM queue_rcpt q WHERE q.id = ANY (v_ids)),
    done AS (
        UPDATE queue_rcpt q SET state = j.becomes, due_at = CASE WHEN j.hurried THEN p_now ELSE q.due_at END, class = coalesce(p_priority, q.class),
            route = CASE WHEN p_route IS NULL THEN q.route ELSE nullif(p_route, '') END
        FROM judged j WHERE q.id = j.id AND (j.becomes <> j.state OR j.hurried OR p_route IS NOT NULL OR p_priority IS NOT NULL OR p_expires IS NOT NULL)
        RETURNING j.hurried)
    SELECT count(*), count(*) FILTER (WHERE d.hurried) INTO o_changed, o_due FROM done d;
    IF p_priority IS NOT NULL OR p_expires IS NOT NULL THEN
        UPDATE queue_msg m SET priority = coalesce(p_priority, m.priority), expires = coalesce(p_expires, m.expires)
            WHERE m.id IN (SELECT q.msg_id FROM queue_rcpt q WHERE q.id = ANY (v_ids));
    END IF;
    o_last := CASE WHEN cardinality(v_ids) = p_most THEN v_ids[p_most] END;
END $$;

-- Notes what stands still, or that it goes on.
CREATE FUNCTION {code}.set_pause(p_kind int, p_name text, p_since bigint, p_reason text, p_stands boolean) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    IF p_stands THEN
        INSERT INTO queue_pause (kind, name, since, reason) VALUES (p_kind, p_name, p_since, p_reason) ON CONFLICT DO NOTHING;
    ELSE
        DELETE FROM queue_pause WHERE kind = p_kind AND name = p_name;
    END IF;
    RETURN FOUND;
END $$;

-- Moves a dead letter back into the queue; its reference to the blob goes with it.
CREATE FUNCTION {code}.replay_dead_letter(p_letter bigint, p_expires bigint, p_now bigint) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    v_letter dead_letter;
    v_message bigint;
BEGIN
    DELETE FROM dead_letter WHERE id = p_letter RETURNING * INTO v_letter;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    INSERT INTO queue_msg (message_id, blob_id, prefix, sender, env, created, expires, priority, size, rcpts)
        VALUES (v_letter.message_id, v_letter.blob_id, v_letter.prefix, v_letter.sender, v_letter.env, p_now, p_expires, v_letter.priority, v_letter.size, 1)
        RETURNING id INTO v_message;
    INSERT INTO queue_rcpt (msg_id, domain, rcpt, orcpt, notify, due_at, class)
        VALUES (v_message, v_letter.domain, v_letter.rcpt, v_letter.orcpt, v_letter.notify, p_now, v_letter.priority);
    RETURN true;
END $$;

-- Deletes a dead letter, or with null those whose time is over, with their references to blobs.
CREATE FUNCTION {code}.forget_dead_letters(p_letter bigint, p_most int, p_now bigint, p_collect_at bigint) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
    v_blob bigint;
    v_count int := 0;
BEGIN
    FOR v_blob IN
        DELETE FROM dead_letter WHERE id IN (
            SELECT d.id FROM dead_letter d WHERE CASE WHEN p_letter IS NULL THEN d.forget_at <= p_now ELSE d.id = p_letter END
            ORDER BY d.forget_at LIMIT p_most FOR UPDATE SKIP LOCKED) RETURNING blob_id
    LOOP
        PERFORM {code}.release_blob(v_blob, p_collect_at);
        v_count := v_count + 1;
    END LOOP;
    RETURN v_count;
END $$;
