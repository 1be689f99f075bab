"""What tests are made of, each module named for what it makes."""
