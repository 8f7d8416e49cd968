"""What we say: letters, papers, reports, and the one way to render them."""
