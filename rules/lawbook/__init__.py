"""The law laid out table by table, in words a jurist can compare with the texts."""
