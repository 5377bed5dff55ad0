-- The list of mailboxes.

-- Inserts a mailbox with the account's next UIDVALIDITY. RFC 9051 §2.3.1.1.
CREATE FUNCTION {code}.insert_mailbox(p_account bigint, p_parent bigint, p_name text, p_role int, p_modseq bigint) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    v_mailbox bigint;
BEGIN
    INSERT INTO mailbox (account_id, parent_id, name, role, uidvalidity, highestmodseq)
        VALUES (p_account, p_parent, p_name, p_role, {code}.next_uidvalidity(p_account), p_modseq) RETURNING id INTO v_mailbox;
    PERFORM {code}.inherit_acl(p_account, p_parent, v_mailbox);
    PERFORM {code}.log_mailbox(p_account, v_mailbox, p_modseq, 1);
    RETURN v_mailbox;
END $$;

CREATE FUNCTION {code}.next_uidvalidity(p_account bigint) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    v_next bigint;
BEGIN
    UPDATE account SET next_uidvalidity = next_uidvalidity + 1 WHERE id = p_account RETURNING next_uidvalidity - 1 INTO v_next;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'Account % is gone.', p_account;
    END IF;
    RETURN v_next;
END $$;

-- The mailbox above the last level, its missing levels created (RFC 9051 §6.3.4); null when p_not stands on the way.
CREATE FUNCTION {code}.ensure_parent(p_account bigint, p_levels text[], p_modseq bigint, p_not bigint) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    v_parent bigint := 0;
    v_child bigint;
BEGIN
    FOR i IN 1 .. cardinality(p_levels) - 1 LOOP
        IF v_parent = p_not THEN
            RETURN NULL;
        END IF;
        SELECT id INTO v_child FROM mailbox WHERE account_id = p_account AND parent_id = v_parent AND name = p_levels[i];
        v_parent := coalesce(v_child, {code}.insert_mailbox(p_account, v_parent, p_levels[i], 0, p_modseq));
    END LOOP;
    RETURN nullif(v_parent, p_not);
END $$;

CREATE FUNCTION {code}.create_mailbox(p_account bigint, p_levels text[], p_role int, p_most int, OUT o_status text, OUT o_modseq bigint) LANGUAGE plpgsql AS $$
DECLARE
    v_parent bigint;
    v_mailbox bigint;
    v_selectable int;
    v_name text := p_levels[cardinality(p_levels)];
BEGIN
    IF (SELECT count(*) FROM mailbox WHERE account_id = p_account) + cardinality(p_levels)
            > (SELECT CASE WHEN quota_mailboxes > 0 THEN quota_mailboxes ELSE p_most END FROM account WHERE id = p_account) THEN
        o_status := 'TooMany';
        RETURN;
    END IF;

    o_modseq := {code}.next_modseq(p_account);
    v_parent := {code}.ensure_parent(p_account, p_levels, o_modseq, NULL);
    SELECT id, selectable INTO v_mailbox, v_selectable FROM mailbox WHERE account_id = p_account AND parent_id = v_parent AND name = v_name;
    IF v_mailbox IS NULL THEN
        PERFORM {code}.insert_mailbox(p_account, v_parent, v_name, p_role, o_modseq);
        o_status := 'Done';
    ELSIF v_selectable = 1 THEN
        o_status := 'AlreadyExists';
    ELSE
        UPDATE mailbox SET selectable = 1, role = p_role, uidvalidity = {code}.next_uidvalidity(p_account), uidnext = 1, highestmodseq = o_modseq
            WHERE account_id = p_account AND id = v_mailbox;
        PERFORM {code}.log_mailbox(p_account, v_mailbox, o_modseq, 2);
        o_status := 'Done';
    END IF;
END $$;

CREATE FUNCTION {code}.delete_mailbox(p_account bigint, p_mailbox bigint, OUT o_status text, OUT o_modseq bigint) LANGUAGE plpgsql AS $$
DECLARE
    v_selectable int;
    v_msgs bigint;
    v_parent boolean;
BEGIN
    SELECT selectable, msgs INTO v_selectable, v_msgs FROM mailbox WHERE account_id = p_account AND id = p_mailbox;
    IF NOT FOUND THEN
        o_status := 'NoSuchMailbox';
        RETURN;
    END IF;
    IF v_msgs > 0 THEN
        o_status := 'NotEmpty';
        RETURN;
    END IF;

    v_parent := EXISTS (SELECT 1 FROM mailbox WHERE account_id = p_account AND parent_id = p_mailbox);
    IF v_parent AND v_selectable = 0 THEN
        o_status := 'NotAllowed';
        RETURN;
    END IF;
    IF v_parent THEN
        UPDATE mailbox SET selectable = 0, role = 0 WHERE account_id = p_account AND id = p_mailbox;
    ELSE
        DELETE FROM mailbox WHERE account_id = p_account AND id = p_mailbox;
    END IF;
    PERFORM {code}.drop_sharing(p_account, p_mailbox);
    o_modseq := {code}.next_modseq(p_account);
    PERFORM {code}.log_mailbox(p_account, p_mailbox, o_modseq, 3);
    o_status := 'Done';
END $$;

CREATE FUNCTION {code}.rename_mailbox(p_account bigint, p_mailbox bigint, p_levels text[], p_most int, OUT o_status text, OUT o_modseq bigint) LANGUAGE plpgsql AS $$
DECLARE
    v_parent bigint;
    v_name text := p_levels[cardinality(p_levels)];
BEGIN
    IF (SELECT count(*) FROM mailbox WHERE account_id = p_account) + cardinality(p_levels)
            > (SELECT CASE WHEN quota_mailboxes > 0 THEN quota_mailboxes ELSE p_most END FROM account WHERE id = p_account) THEN
        o_status := 'TooMany';
        RETURN;
    END IF;

    o_modseq := {code}.next_modseq(p_account);
    -- Below itself: nothing was created yet on this path, for the mailbox itself stands on it.
    v_parent := {code}.ensure_parent(p_account, p_levels, o_modseq, p_mailbox);
    IF v_parent IS NULL THEN
        o_status := 'NotAllowed';
    ELSIF EXISTS (SELECT 1 FROM mailbox WHERE account_id = p_account AND parent_id = v_parent AND name = v_name) THEN
        o_status := 'AlreadyExists';
    ELSE
        UPDATE mailbox SET parent_id = v_parent, name = v_name WHERE account_id = p_account AND id = p_mailbox;
        IF FOUND THEN
            PERFORM {code}.log_mailbox(p_account, p_mailbox, o_modseq, 2);
            o_status := 'Done';
        ELSE
            o_status := 'NoSuchMailbox';
        END IF;
    END IF;
END $$;

CREATE FUNCTION {code}.set_subscription(p_account bigint, p_path text, p_subscribe boolean, OUT o_status text, OUT o_modseq bigint) LANGUAGE plpgsql AS $$
BEGIN
    IF p_subscribe THEN
        INSERT INTO subscription (account_id, path) VALUES (p_account, p_path) ON CONFLICT DO NOTHING;
    ELSE
        DELETE FROM subscription WHERE account_id = p_account AND path = p_path;
    END IF;
    IF FOUND THEN
        o_modseq := {code}.next_modseq(p_account);
    END IF;
    o_status := 'Done';
END $$;
