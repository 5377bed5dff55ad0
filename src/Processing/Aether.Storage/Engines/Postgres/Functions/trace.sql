-- The way of messages, written down in pieces behind the mail itself.
CREATE FUNCTION {code}.add_trace(p_messages text[], p_at bigint[], p_kinds int[], p_senders text[], p_rcpts text[], p_details text[], p_subjects bigint[]) RETURNS int LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO trace (message_id, at, kind, sender, rcpt, detail, subject)
        SELECT t.message_id, t.at, t.kind, t.sender, t.rcpt, t.detail, t.subject
        FROM unnest(p_messages, p_at, p_kinds, p_senders, p_rcpts, p_details, p_subjects) WITH ORDINALITY t(message_id, at, kind, sender, rcpt, detail, subject, i) ORDER BY t.i;
    RETURN cardinality(p_messages);
END $$;

CREATE FUNCTION {code}.forget_trace(p_before bigint, p_most int) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
    v_gone int;
BEGIN
    DELETE FROM trace WHERE id IN (SELECT t.id FROM trace t WHERE t.at < p_before ORDER BY t.at LIMIT p_most FOR UPDATE SKIP LOCKED);
    GET DIAGNOSTICS v_gone = ROW_COUNT;
    RETURN v_gone;
END $$;
