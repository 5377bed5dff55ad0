-- Blobs and their references.

-- Puts a body into the store, or adds references to the one that is there.
CREATE FUNCTION {code}.add_blob(
    p_existing bigint, p_reserved bigint, p_hash bytea, p_size bigint, p_place int, p_seg int, p_stored bigint, p_frames bytea, p_data bytea, p_refs int)
RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    v_blob bigint;
    v_old blob;
BEGIN
    IF p_existing IS NOT NULL THEN
        UPDATE blob SET refs = refs + p_refs WHERE id = p_existing;
        IF NOT FOUND THEN
            RAISE EXCEPTION '%', p_existing USING ERRCODE = 'AM001';
        END IF;
        RETURN p_existing;
    END IF;

    -- The same octets are there already, or come in by another transaction at this moment: one blob for both. Smaller ones
    -- are outside of the index, and each is a blob of its own.
    INSERT INTO blob (id, hash, size, refs, place, seg, stored, frames)
        VALUES (coalesce(p_reserved, nextval('blob_id')), p_hash, p_size, p_refs, p_place, p_seg, p_stored, p_frames)
        ON CONFLICT (hash) WHERE size >= 65536 DO NOTHING RETURNING id INTO v_blob;
    IF v_blob IS NULL THEN
        UPDATE blob SET refs = refs + p_refs WHERE hash = p_hash AND size >= 65536 RETURNING * INTO v_old;
        IF NOT FOUND THEN
            -- It was collected between the two statements: the whole operation is run again.
            RAISE EXCEPTION 'a blob went while it was to be shared' USING ERRCODE = 'serialization_failure';
        END IF;
        -- The copy of an object is named after another blob: it stays unknown, and goes by itself.
        IF p_place = 2 THEN
            RETURN v_old.id;
        END IF;
        -- The copy that just came in is known to be whole: whatever the disk did to the old one is mended by that.
        v_blob := v_old.id;
        IF v_old.place = 1 THEN
            PERFORM {code}.add_dead(v_old.seg, v_old.stored);
        END IF;
        DELETE FROM blob_data WHERE blob_id = v_blob;
        UPDATE blob SET place = p_place, seg = p_seg, stored = p_stored, frames = p_frames WHERE id = v_blob;
    END IF;

    IF p_place = 0 THEN
        INSERT INTO blob_data (blob_id, data) VALUES (v_blob, p_data);
    ELSIF p_place = 1 THEN
        PERFORM {code}.add_segment_octets(p_seg, p_stored);
    END IF;
    RETURN v_blob;
END $$;

-- Gives up one reference; the last one leaves the blob to the collector after its grace.
CREATE FUNCTION {code}.release_blob(p_blob bigint, p_collect_at bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    v_refs bigint;
BEGIN
    UPDATE blob SET refs = refs - 1 WHERE id = p_blob RETURNING refs INTO v_refs;
    IF v_refs = 0 THEN
        INSERT INTO blob_gc (due_at, blob_id) VALUES (p_collect_at, p_blob) ON CONFLICT DO NOTHING;
    END IF;
END $$;

-- Counts octets of a segment that nothing refers to any more.
CREATE FUNCTION {code}.add_dead(p_seg int, p_octets bigint) RETURNS void LANGUAGE sql AS $$
    UPDATE segment SET dead = dead + p_octets WHERE no = p_seg
$$;

-- Counts octets that were written to a segment. A body that waited very long for its operation finds its segment closed:
-- better refused (AM004) than lost with it.
CREATE FUNCTION {code}.add_segment_octets(p_seg int, p_octets bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO segment AS s (no, bytes, dead) VALUES (p_seg, p_octets, 0)
        ON CONFLICT (no) DO UPDATE SET bytes = s.bytes + excluded.bytes WHERE s.state = 0;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'Segment % was emptied before this body was stored.', p_seg USING ERRCODE = 'AM004';
    END IF;
END $$;
