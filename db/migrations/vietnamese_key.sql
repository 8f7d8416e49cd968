-- Sort key of Vietnamese text, compared as bytes (COLLATE "C"): letters first
-- (a ă â b c d đ … y), then tones (none, huyền, hỏi, ngã, sắc, nặng), then case.
CREATE FUNCTION vietnamese_key(written text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN
    translate(
        normalize(regexp_replace(normalize(lower(written), NFD),
                                 '[\u0300\u0301\u0303\u0309\u0323]', '', 'g'), NFC),
        'aăâbcdđeêfghijklmnoôơpqrstuưvwxyz',
        'ABCDEFGHIJKLMNOPQRSTUVWXYZ[\]^_`a'
    )
    || E'\x01' ||
    translate(
        regexp_replace(
            regexp_replace(normalize(lower(written), NFD), '[\u0302\u0306\u031B]', '', 'g'),
            '[^\u0300\u0301\u0303\u0309\u0323]', '0', 'g'),
        E'\u0300\u0309\u0303\u0301\u0323', '12345'
    )
    || E'\x01' || regexp_replace(written, '[^[:upper:]]', '0', 'g');
