resource "aws_db_instance" "orders" {
  identifier              = "orders-prod"
  engine                  = "postgres"
  instance_class          = "db.r6g.large"
  multi_az                = true
  allocated_storage       = 200
  storage_type            = "gp3"
  backup_retention_period = 7
}

resource "aws_db_instance" "orders_read" {
  identifier          = "orders-prod-read"
  replicate_source_db = aws_db_instance.orders.identifier
  instance_class      = "db.r6g.large"
}
