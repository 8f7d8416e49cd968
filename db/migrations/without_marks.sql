-- Vietnamese text as typed without marks, in small letters: “Đặng Ưng” is “dang ung”.
CREATE FUNCTION without_marks(written text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN translate(
    regexp_replace(normalize(lower(written), NFD), '[\u0300-\u036f]', '', 'g'), 'đ', 'd'
);
