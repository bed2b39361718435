"""The ground floor: text, numbers, periods, symbols of documents and errors. No tables, no views, no settings."""
