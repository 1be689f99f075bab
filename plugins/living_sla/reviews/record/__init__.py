"""What a record is made of: gathered from agreements, history and exports, and written down."""
