-- Deletes the oldest changes of one of the next accounts behind p_after, at most a piece of them, and raises the floor below
-- which a client has to look at everything. A mark of the mod-sequence each day says how old a change is. As many as p_accounts
-- that have nothing to forget are passed over: no row of theirs is locked. Gives where to go on, and how many are done.
CREATE FUNCTION {code}.prune_change_log(p_after bigint, p_now bigint, p_keep bigint, p_most int, p_accounts int,
    OUT o_next bigint, OUT o_done int) LANGUAGE plpgsql AS $$
DECLARE
    c_piece CONSTANT int := 1000;
    c_day CONSTANT bigint := 86400000;
    v_account bigint;
    v_modseq bigint;
    v_floor bigint;
    v_reached bigint;
    v_up_to bigint;
    v_last bigint;
BEGIN
    o_next := p_after;
    o_done := 0;
    WHILE o_done < p_accounts LOOP
        SELECT id, modseq, log_floor INTO v_account, v_modseq, v_floor FROM account WHERE id > o_next ORDER BY id LIMIT 1;
        IF NOT FOUND THEN
            o_next := NULL;
            RETURN;
        END IF;

        INSERT INTO log_mark (account_id, at, modseq) SELECT v_account, p_now, v_modseq
            WHERE NOT EXISTS (
                SELECT 1 FROM (SELECT at, modseq FROM log_mark WHERE account_id = v_account ORDER BY at DESC LIMIT 1) l
                WHERE l.at > p_now - c_day OR l.modseq = v_modseq)
            ON CONFLICT DO NOTHING;
        -- What was reached before the time to keep; its marks are used up by that.
        SELECT coalesce(max(modseq), 0) INTO v_reached FROM log_mark WHERE account_id = v_account AND at <= p_now - p_keep;
        DELETE FROM log_mark WHERE account_id = v_account AND at <= p_now - p_keep AND modseq < v_reached;
        -- The newest row that is one too many.
        v_up_to := greatest(v_reached, (SELECT modseq FROM change_log WHERE account_id = v_account ORDER BY modseq DESC LIMIT 1 OFFSET p_most));
        IF v_up_to > v_floor THEN
            v_last := (SELECT modseq FROM change_log WHERE account_id = v_account AND modseq <= v_up_to ORDER BY modseq LIMIT 1 OFFSET c_piece - 1);
            DELETE FROM change_log WHERE account_id = v_account AND modseq <= coalesce(v_last, v_up_to);
            UPDATE account SET log_floor = greatest(log_floor, coalesce(v_last, v_up_to)) WHERE id = v_account;
            IF v_last IS NULL THEN
                o_next := v_account;
                o_done := o_done + 1;
            END IF;
            RETURN;
        END IF;
        o_next := v_account;
        o_done := o_done + 1;
    END LOOP;
END $$;
