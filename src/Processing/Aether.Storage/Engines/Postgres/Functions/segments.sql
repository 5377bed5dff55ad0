-- Compaction: blobs are switched to their copies, then the segment they left is closed, then its file goes.

-- One that was collected or replaced meanwhile leaves its copy dead.
CREATE FUNCTION {code}.move_blobs(p_from int, p_to int, p_blobs bigint[], p_frames bytea[], p_stored bigint[]) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
    v_moved int := 0;
    v_found boolean;
BEGIN
    FOR i IN 1 .. cardinality(p_blobs) LOOP
        UPDATE blob SET seg = p_to, frames = p_frames[i] WHERE id = p_blobs[i] AND seg = p_from AND place = 1;
        v_found := FOUND;
        PERFORM {code}.add_segment_octets(p_to, p_stored[i]);
        PERFORM {code}.add_dead(CASE WHEN v_found THEN p_from ELSE p_to END, p_stored[i]);
        v_moved := v_moved + v_found::int;
    END LOOP;
    RETURN v_moved;
END $$;

-- Closes a segment when all its counted octets are dead.
CREATE FUNCTION {code}.close_segment(p_seg int) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    -- One that only abandoned drafts wrote to has no row yet.
    INSERT INTO segment (no, bytes, dead) VALUES (p_seg, 0, 0) ON CONFLICT DO NOTHING;
    UPDATE segment SET state = 1 WHERE no = p_seg AND bytes = dead AND state = 0;
    RETURN FOUND;
END $$;

-- The row of a removed segment stays, so that its number is never taken for an open one.
CREATE FUNCTION {code}.forget_segment(p_seg int) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    UPDATE segment SET state = 2 WHERE no = p_seg AND state = 1;
    RETURN FOUND;
END $$;
