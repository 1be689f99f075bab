"""What is made of the repository to be published, checked, and tried from nothing."""
