"""What a page shows, told in sentences: between the views, that only pass it on, and the domain, that knows no page."""
